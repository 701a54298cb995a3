"""Sentences for what a program is installed with: update files, and a hospital's own authority for its hub."""

from __future__ import annotations

from collections.abc import Mapping

from yigongti_desktop.kit.words import Sentence

_ASK = "请向县院医共体办公室再要一份。"

SENTENCES: dict[str, Sentence] = {
    "update_not_one": f"这个文件不是医共体工作台的更新文件。{_ASK}",
    "update_cut": f"更新文件不完整，可能没有拷完 U 盘就拔了。请重新拷一次，或{_ASK.removeprefix('请')}",
    "update_altered": f"更新文件被改动过，或不是发布单位签发的，没有安装。{_ASK}",
    "update_newer_form": "更新文件的格式比本程序新，认不出来。请先装中间的一版。",
    "update_other_product": lambda facts: (
        f"这是别的产品（{facts['product'][:40]}）的更新文件，不是本程序的，没有安装。{_ASK}"
    ),
    "update_other_system": lambda facts: (
        f"这个更新文件是给别的系统（{facts['platform'][:40]}）的，本机装不了。请要一份给本机系统的。"
    ),
    "update_older": "更新文件是 {version} 版，本机已经是 {here} 版，不用装。",
    "update_gap": "{version} 版只能从 {oldest} 版起升级，本机是 {here} 版。请先装 {oldest} 版。",
    "update_no_publisher": "这个程序里没有发布单位的公钥，不能核对更新文件。请用安装包升级。",
    "update_failed": "系统没有装上更新（{status}），现在的版本照常能用。请找县院医共体办公室，或由管理员安装。",
    "authority_unreadable": "证书机构的证书或私钥读不出来。要 PEM 格式，私钥不加口令。",
    "authority_not_one": "这张证书不能用来签中枢的证书。要一张 CA 证书，私钥是椭圆曲线的（P-256）。",
    "authority_key_other": "证书和私钥不是一对。请核对两个文件。",
}
NAMES: Mapping[str, str] = {}
