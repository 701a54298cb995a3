"""Words and sentences of files that are exchanged: what is wrong with one, and what the person does now."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "fhir_empty": "这个文件是空的。请对方重新导出一次。",
    "fhir_huge": "这个文件有 {size} MB，太大，最大 {most} MB。请对方分几次导出。",
    "fhir_xml": "这个文件是 XML 格式，这里只读 JSON 格式。请对方导出 FHIR JSON。",
    "fhir_not_json": "这个文件读不懂：不是 JSON，或者没有传完整。请对方重新导出 FHIR JSON，再拷一次。",
    "fhir_deep": "这个文件嵌套的层次太多，不是正常的转诊文件，不能读。请对方检查导出的程序。",
    "fhir_not_fhir": "这个文件是 JSON，但不是 FHIR 转诊文件。请对方按 FHIR R4 导出整条转诊。",
    "fhir_other_resource": "这个文件只是转诊的一部分，不是整条转诊。请对方把整条转诊导出成一个文件。",
    "fhir_no_referral": "这个文件里没有转诊申请。请看是不是选错了文件。",
    "fhir_no_patient": "找不到这条转诊的患者，不知道转的是谁。请对方连患者一起导出，并写明是哪一位。",
    "fhir_r5": "这个文件是 FHIR R5 版，这里读 R4 版。请对方改按 R4 导出。",
    "fhir_tangled": "这个文件里的内容互相引用太多，不是正常的转诊文件，不能读。请对方检查导出的程序。",
    "fhir_many": "这个文件里有 {count} 条转诊，一次最多读 {most} 条。请对方分几次导出。",
    "fhir_file_gone": "「{name}」读不出来。请看 U 盘是不是拔掉了，再选一次。",
    "fhir_lacks": "对方没有写：{fields}。请问患者或打电话问对方，补上。",
    "fhir_gender": "性别「{typed}」不是规定的写法。请自己选。",
    "fhir_birth": "出生日期「{typed}」不完整或不对。请核对后填。",
    "fhir_diagnosis": "诊断编码「{typed}」不是 ICD-10 的写法，没有填进去。请按诊断名称自己选。",
    "fhir_priority": "缓急「{typed}」不认识，按门诊填。请自己选。",
    "fhir_status": "办理状态「{typed}」不认识，没有采用。",
    "fhir_whose": "文件里没有这条转诊写的那位患者，按文件里唯一的患者「{typed}」读。请核对是不是同一个人。",
    "fhir_left": "文件里还有 {count} 项是别人的，或者分不清是哪条转诊的，没有采用。请打电话和对方核对。",
    "fhir_cut": "这几项太长，转出单放不下，只填进前面一部分：{fields}。请对着对方的文件或纸单核对，把要紧的写全。",
    "fhir_torn": "文件里本程序的附加内容不完整，只读了标准的部分。请和原单核对。",
    "fhir_slip_begun": "您有一张没写完的转出单。请先发送或放弃那一张，再填这张，免得盖掉。",
}

NAMES: dict[str, str] = {}
