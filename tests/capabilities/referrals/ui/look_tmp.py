from __future__ import annotations
from pathlib import Path
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import paper as p
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage import records
LONG="患者今晨7时起床后无明显诱因出现右侧肢体无力，行走不稳，伴言语不清，无头痛、恶心、呕吐，无意识障碍及抽搐。家属送来我院，查体：血压 178/102 mmHg，神志清楚，右侧上肢肌力3级。"
def test_look(screens: Screens) -> None:
    c = screens.county
    r = c.send_referral("岳口", history=LONG, past_history="高血压病 12 年，2型糖尿病 5 年。", treatment="吸氧，阿司匹林 300mg 嚼服。")
    codes = c.do("岳口", p.SealSlips(referrals=(r.id,))).codes[r.id]
    pdf = slips.transfer_out(r, code=codes)
    Path("/tmp/p/refD_out.pdf").write_bytes(pdf)
    me = screens("转诊办")
    page = me.page("scan")
    me.window.resize(1366, 768); me.settle()
    me.window.grab().save("/tmp/p/refD_scan0.png")
    me.type(codes[0].lower())
    me.settle(); me.settle()
    me.press("Return")
    me.type("YG11")
    me.press("Return")
    me.settle()
    me.window.grab().save("/tmp/p/refD_scan1.png")
    page.table.view.setFocus(); me.press("Down"); me.settle()
    page._on_rested(page._scans[-1]); me.settle()
    me.window.grab().save("/tmp/p/refD_scan2.png")
    page.read_file(Path("/tmp/p/refD_out.pdf")); me.settle(); me.settle(); me.settle()
    print(page.said.text())
    me.press("F7"); me.settle()
    me.window.grab().save("/tmp/p/refD_scan3.png")
def test_files(screens: Screens, tmp_path: Path) -> None:
    from PIL import Image
    c = screens.county
    r = c.send_referral("岳口", history=LONG)
    me = screens("医生")
    page = me.page("referrals")
    me.window.resize(1366, 768); me.settle()
    Image.new("RGB", (900, 600), (200, 220, 210)).save(tmp_path / "心电图.jpg")
    page.files.add([tmp_path / "心电图.jpg", Path("/tmp/p/refD_out.pdf"), Path(__file__)])
    for _ in range(5): me.settle()
    print(page.files.fault.text())
    me.window.grab().save("/tmp/p/refD_files.png")
    page.files.files.enlarge(page.files.files.strip.thumbs[1].key); me.settle(); me.settle()
    print([t.title for t in page.files.files.strip.thumbs], me.front())
    me.front().grab().save("/tmp/p/refD_files2.png")
    me.front().reject()
