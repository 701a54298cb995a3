"""Words and sentences of files put to records."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "picture_empty": "「{name}」是空文件（0 字节），里面没有照片。请重新从手机或相机拷一次。",
    "picture_heavy": "「{name}」有 {size} MB，太大，最大 {most} MB。请选照片，不要选视频或压缩包。",
    "picture_not_one": "「{name}」不是照片，打不开。请选 JPG 或 PNG 照片。",
    "picture_heic": "「{name}」是苹果手机的 HEIC 格式，这里打不开。请在手机「设置→相机→格式」里选「兼容性最佳」再拍，或把照片截一次图再传。",
    "picture_animated": "「{name}」是会动的图，不能当照片。请选 JPG 或 PNG 照片。",
    "picture_damaged": "「{name}」只有一部分，或者已经损坏。请重新从手机或相机拷一次。",
    "picture_huge": "「{name}」的尺寸是 {width}×{height}，太大。请把相机调到 1200 万像素左右再拍，或截一次图再传。",
    "picture_missing": "剪贴板里没有照片。请先复制一张照片，或按 F9 选文件。",
    "picture_unreadable": "「{name}」读不出来。请看 U 盘或手机是不是拔掉了，再选一次。",
    "photos_busy": "照片还在缩小，没有送。请稍等一两秒再送。",
    "photos_full": "一种药最多附 {most} 张照片。请先删去一张，再加。",
    "photo_no_difference": "这种药没有差异，不用附照片。请先选差异原因，再加照片。",
    "photo_of_no_difference": "有照片的那种药没有选差异原因。请选原因，或删去照片。",
    "photo_line": "差异单里没有这一行，照片没有附上。请到「差异」里看这张单子。",
    "photo_settled": "差异单已经结清，不能再附照片。",
    "attachment_there": "这张照片已经附过了，不用再附。",
    "attachment_owner": "这种单据不能附照片。请升级本机的程序。",
    "attachment_type": "照片不是 JPG 或 PNG 格式，县院没有收。请重新附一次。",
    "attachment_big": "照片太大，最大 {most} KB。请重新附一次，程序会自动缩小。",
    "attachment_damaged": "照片在路上损坏了，县院没有收。请再送一次；还不行就重新附。",
    "not_followed": "这张照片没有附上，它的这一部分不用再传。",
    "attachment_many": "这一行已经有 {most} 张照片，这一张没有收。留下更清楚的就行，不用再送。",
}

NAMES: dict[str, str] = {
    "attachment": "照片",
    "attachment_piece": "照片的一部分",
    "attachment.added": "附照片",
    "attachment_piece.added": "上传照片",
}
