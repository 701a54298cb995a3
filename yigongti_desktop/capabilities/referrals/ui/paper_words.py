"""Words and sentences of the codes on slips: each says what the person at the desk does now."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "paper_not_one": "这不是转诊单上的二维码。请扫转出单或回转单右上角的码；单子上没有码，就按单号在「转诊」里找。",
    "paper_version": "这张单子的二维码是更新的程序印的，这里读不懂。请先升级本机的程序；来不及就按单号打电话给原单位。",
    "paper_torn": "二维码没有读全，或者破损。请把单子压平再扫一次；还不行就拍张照片用「选文件」，或请原单位重打一张。",
    "paper_part": "一共 {count} 个码，读到 {read} 个。请接着扫旁边的那个。",
    "paper_mixed": "两次扫的不是同一张单子。请把一张单子的码扫完，再扫下一张。",
    "paper_foreign": "这张单子不是本县（市）医共体印的，这里核对不了。请按纸面登记，打电话向开单的单位核实。",
    "paper_kind": "这种单子的二维码不在这里收。请看是不是拿错了单子。",
    "paper_device_unknown": "开单的电脑是新登记的，本机还不认识。请先同步一次再扫；没有网就打电话向开单的单位核实。",
    "paper_device_revoked": "开单的电脑已经停用，它的单子不能收。请打电话给开单的单位，请他们重打一张。",
    "paper_forged": "二维码被改过，签名不对，不能收。请打电话向开单的单位核实，并留下这张单子。",
    "paper_other_hospital": "这张单子是转往{target}的，不是本院。请告诉患者去{target}，或打电话请原单位改转。",
    "paper_other_clinic": "这张回转单是给{clinic}的，不是本院。请告诉患者去{clinic}。",
    "paper_other_case": "单号 {number} 和本机这条转诊对不上，不能收。请打电话向开单的单位核实。",
    "paper_no_case": "本机没有单号 {number} 的转诊。请先同步一次再扫。",
    "paper_passed_on": "单号 {number} 已经改转到{target}，这张旧单子不能再用。请告诉患者去{target}；"
    "人留在本院治的，请在转诊里打开这例，按「患者来了本院」。",
    "paper_nowhere": "单号 {number} 后来转{target}没有转成，现在没有医院接。患者已经到的，请在转诊里打开这例，"
    "按「患者来了本院」；没到的，请打电话请原单位改转。",
    "paper_elsewhere": "单号 {number} 的患者已经由{target}收治，这张旧单子不能再用。这次看病请原单位另开一张。",
    "paper_withdrawn": "单号 {number} 原单位已经撤销，这张单子不能再用。患者已经到的，请在转诊单上按「患者还是来了」。",
    "paper_declined": "单号 {number} 本院已经拒绝，单子退回了原单位。"
    "患者已经到的，请在转诊里打开这例，按「患者还是来了」；没到的，请打电话请原单位改转。",
    "paper_expired": "单号 {number} 只到 {until} 有效，已经过期。"
    "患者已经到的，请在转诊里打开这例，按「登记到诊」；名单里没有的，请打电话请原单位重开一张。",
    "paper_over": "单号 {number} 已经办完，不能再收一次。这次看病请原单位另开一张。",
    "paper_ahead": "开单的电脑时间不对，单子上的时间还没到。请核对本机时间，再打电话向开单的单位核实。",
    "paper_no_room": "单子上的字太多，印不进二维码。单子照常用，县院按单号收。",
    "code_file_empty": "这个文件是空的（0 字节）。请重新拷一次。",
    "code_file_heavy": "这个文件有 {size} MB，太大，最大 {most} MB。请选照片，不要选视频或压缩包。",
    "code_file_kind": "这个文件打不开，不是照片，也不是 PDF。请选 JPG、PNG 或 PDF。",
    "code_file_huge": "照片的尺寸是 {width}×{height}，太大。请把相机调小一些再拍。",
    "code_file_gone": "「{name}」读不出来。请看 U 盘或手机是不是拔掉了，再选一次。",
    "code_not_found": "图片里没有找到二维码。请把单子压平、拍正、拍清楚，码占到画面的三分之一，再选一次。",
    "code_not_all": "看了 {looked} 页，没有找到二维码；其余的页没有看。请只选有码的那几页，或拍张照片再选。",
    "code_no_picture": "剪贴板里没有图片。请先复制一张，或按 F9 选文件。",
    "file_of_draft": "转出单还没有发，不能附资料。请先发送，再附。",
    "file_of_ended": "这条转诊已经结束，不能再附资料。",
    "file_pdf_heavy": "「{name}」太大，PDF 最大 {most} KB。请扫成黑白，或拍照片再附。",
    "file_pdf_damaged": "「{name}」打不开，可能损坏或加了密码。请重新导出一份，或拍照片再附。",
    "file_on_the_way": "「{name}」还没有全部传到本机，同步以后再看。",
}

NAMES: dict[str, str] = {
    "device_key": "电脑的公钥",
    "attachment.moved": "资料转到新的医院",
    "attachment_piece.moved": "资料转到新的医院",
}
