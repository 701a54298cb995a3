"""Sentences for the codes of the floors: keys, disk, line, sync, log-in, enrolment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kit.words import Sentence
from yigongti_desktop.kit.words import clock

_KEPT = "您填的内容没有动。"


def _clock_behind(facts: Mapping[str, Any]) -> str:
    return (
        f"本机时钟显示 {clock(facts['now'])}，比已知的时间 {clock(facts['latest'])} 早，单据会印错日期。"
        f"请先把电脑时间调准，或在 设置→时间 里填上现在的时间。{_KEPT}"
    )


def _clock_ahead(facts: Mapping[str, Any]) -> str:
    return (
        f"本机时钟显示 {clock(facts['now'])}，比上次的时间 {clock(facts['latest'])} 晚了一年多。"
        f"请先把电脑时间调准，或在 设置→时间 里填上现在的时间。{_KEPT}"
    )


def _cell_long(facts: Mapping[str, Any]) -> str:
    place = f"第 {facts['row']} 行有一格" if "row" in facts else f"{facts['column']}这一格"
    return f"{place}超过 {facts['most']} 个字，不像正常的表格。请删短，或检查引号是否成对。"


SENTENCES: dict[str, Sentence] = {
    # log-in and rights
    "account_unknown": "本机没有这个账号。请核对登录名，新账号要等本机与县院同步一次。",
    "account_stopped": "这个账号已停用。请找县院医共体办公室。",
    "account_locked": "密码连错太多次，账号已锁。{minutes} 分钟后再试，或请县院重置密码。",
    "password_wrong": lambda f: (
        f"密码不对。再错 {f['left']} 次，锁 {f['minutes']} 分钟。" if "left" in f else "现在的密码不对，密码没有改。"
    ),
    "password_same": "新密码和现在的一样。请换一个。",
    "password_short": "密码至少 {least} 位。请加长。",
    "password_simple": "密码要有字母、数字、符号中的两种。请再加一种。",
    "password_common": "这个密码太容易猜到。请不要用连号、常见词和登录名。",
    "password_needed": "需要密码。请加 --password-file 文件，或设环境变量 YIGONGTI_PASSWORD。",
    "password_must_change": "这是一次性密码，先要改成自己的。请运行 yigongti passwd，或在窗口里登录。",
    "role_may_not": "您的岗位不办这件事（需要：{needs}）。请换人登录，或找县院医共体办公室加岗位。",
    "not_your_institution": "这件事属于别的机构，县院没有收。",
    "not_your_account": "只能改自己的密码。",
    "roles_empty": "账号至少要有一个岗位。",
    "role_of_lead": "这个岗位只在牵头医院：{roles}。",
    "login_taken": "这个登录名已有人用：{login}。请换一个。",
    # keys
    "passphrase_short": "口令至少 {least} 位。请加长。",
    "passphrase_wrong": "口令或恢复码不对。请再试；都忘了就只能从县院重新登记本机。",
    "passphrase_needed": "本机没有系统钥匙串，需要口令。请加 --passphrase-file 文件，或设环境变量 YIGONGTI_PASSPHRASE。",
    "passphrase_differs": "两次口令不一样。请再输一遍。",
    "vault_locked": "钥匙串里的钥匙打不开本机数据。请输入口令或恢复码。",
    "vault_missing": "找不到钥匙文件 keys.vault。请用最近的备份恢复。",
    "vault_damaged": "钥匙文件 keys.vault 损坏。请用最近的备份恢复。",
    "keyring_missing": "这台电脑没有可用的系统钥匙串，改用口令保护数据。",
    "keyring_silent": "系统钥匙串没有回应，可能还没解锁。请先解锁系统钥匙串，或输入口令、恢复码。",
    "keyring_failed": "系统钥匙串出错。请输入口令或恢复码。",
    # home, database, disk
    "desk_exists": "这个文件夹里已经有数据：{path}。请换一个 --home，或直接打开它。",
    "desk_missing": "这个文件夹里还没有工作台数据：{path}。请先用登记码登记（yigongti enrol 登记码）。",
    "hub_exists": "这个文件夹里已经有中枢数据：{path}。请换一个 --home，或直接 yigongti hub serve。",
    "secret_short": "口令太短：至少 {least} 个英文字母或数字。请换一个长的，写在文件的第一行。",
    "hub_missing": "这个文件夹里还没有中枢数据：{path}。请先 yigongti hub init。",
    "home_not_writable": "不能写这个文件夹：{path}。请检查权限，或换一个 --home。",
    "database_missing": "数据文件不见了：{path}。请用最近的备份恢复（yigongti restore 备份文件）。",
    "database_key_wrong": "钥匙和数据文件不配。可能混用了别的机器的文件，请用备份恢复。",
    "database_damaged": "数据文件损坏。请不要继续用，用最近的备份恢复（yigongti restore 备份文件）。",
    "database_url": "数据库地址不对。应写成 postgresql+psycopg://用户@主机:端口/库名。",
    "database_driver": "没有装 PostgreSQL 的驱动程序，不能用数据库服务器。请重新安装程序。",
    "database_used": "这个数据库里已经有中枢的数据。请换一个空的数据库。",
    "database_empty": "数据库里没有中枢的数据。请核对数据库地址，或用 yigongti hub restore 恢复备份。",
    "database_unreachable": "连不上数据库服务器。请检查它是否在运行、网络是否通，再试一次。",
    "database_denied": "数据库服务器不让进：用户、密码、库名或权限不对。请核对后再试。",
    "workers_not_here": "这个系统上只能有一个服务进程。请去掉 --workers。",
    "database_busy": "另一个程序正在写本机数据，这次没有存上。请稍后再按一次。" + _KEPT,
    "disk_full": "硬盘满了，这次没有存上。请删些不用的文件后再按一次。" + _KEPT,
    "disk_not_writable": "硬盘不能写，这次没有存上。请检查磁盘和权限。" + _KEPT,
    "schema_newer": "这份数据是更新版本的程序写的。请安装新版程序后再打开。",
    "backup_unreadable": "这个文件不是工作台的备份，或已经损坏。请换一个备份文件。",
    "backup_damaged": "备份核验没有通过，没有采用。请换一个备份文件。",
    "font_missing": "缺少字体 {font}，不能出单据。请运行 make setup，或重新安装程序。",
    "printer_missing": "这台电脑没有打印机。可以先存成 PDF，换台电脑打印。",
    "printer_failed": "打印机没有接收。请检查打印机后再按打印；单据已存本机。",
    "file_not_writable": "文件写不进去：{path}。如果正用 Excel 或别的程序打开着，请先关掉；再检查文件夹和权限，或换个地方。",
    "file_missing": "找不到文件 {file}。请核对路径。",
    "file_too_big": "文件太大，没有读。请拆成几个文件。",
    "file_kind": "不认识这种文件（{kind}）。请用 .xlsx 或 .csv。",
    "file_macro": "这个文件带宏，没有打开。请在 Excel 里另存为不带宏的 .xlsx 后再试。",
    "file_renamed": "这是旧版 Office 的文件（如 .xls），只是改了名。请用 Excel 打开，另存为 .xlsx 后再试。",
    "file_password": "这个文件有密码，打不开。请在 Excel 里去掉密码后另存，再试。",
    "file_bomb": "这个文件展开后会大到 {times} 倍，不像正常的表格，没有读。请用 Excel 打开后另存为 .xlsx 再试。",
    "sheet_missing": "文件里没有工作表「{sheet}」。请换一个工作表。",
    "sheet_large": "这张工作表超过 {rows} 行或 {columns} 列，不像一张班表，没有读。请核对，或删去多余的行列。",
    "rows_many": "表格超过 {most} 行，没有读。请拆成几个文件。",
    "cell_long": _cell_long,
    "cell_formula": "{column}是公式，还没有算出结果。请在 Excel 里打开并保存一次，或改成数值。",
    "cell_error": "{column}是公式出错的结果（如 #N/A）。请改正。",
    "cell_day": "{column}标成了日期，数值却不是日期。请改正。",
    "cell_digits": "{column}是 {most} 位以上的数字，Excel 只留得住前 {most} 位。请把这一列设为文本，重新填写。",
    "quotes_open": "第 {row} 行起有一个引号没有配对，后面的行会被并成一格。请补上或删去这个引号。",
    "file_unreadable": "文件读不出来。请用 Excel 另存为 .xlsx 后再试。",
    # the hub's own books
    "check_chain_gap": "设备 {device} 的批次不连续：第 {epoch} 段第 {number} 批之前缺批。",
    "check_chain_end": "设备 {device} 的链尾与它最后一批不符。",
    "check_device_missing": "有批次的设备 {device} 不在设备表里。",
    "check_receipt_signature": "批次 {batch} 的回执签名不对，可能被改过。",
    "check_receipt_other": "批次 {batch} 的回执写的是另一批。",
    "check_journal_unreadable": "日志里的 {event} 在它的批次里找不到。",
    "check_batch_signature": "批次 {batch} 的内容与设备的签名或链上的摘要不符。",
    "check_receipt_number": "回执号 {number} 用了 {count} 次。",
    "check_receipt_journal": "批次 {batch} 的回执与台账对事项 {event} 的说法不同。",
    "check_journal_missing": "批次 {batch} 的回执说收下了事项 {event}，台账里没有。",
    "check_revision": "{kind} {record} 是第 {revision} 版，台账里收下的有 {accepted} 步，对不上。",
    "check_record_damaged": "{kind} {record} 的内容读不出来。",
    "check_record_missing": "台账里收下过 {kind} {record}，记录却不在。",
    "check_entry_without_record": "分发表里有 {kind} {record}，记录却不在。",
    "check_not_in_stream": "{kind} {record} 应发给 {stream}，分发表里没有。",
    "check_wrong_stream": "{kind} {record} 不该发给 {stream}，分发表里却有。",
    "check_balance": "{kind} {record} 记的账与账户 {account} 上的数不符。",
    "check_number_twice": "{kind} 的单号 {number} 用了 {count} 次。",
    "check_position_beyond": "{stream} 里 {kind} {record} 的位置 {position} 超过了计数 {counter}。",
    "check_position_twice": "{stream} 的位置 {position} 上有 {count} 条。",
    "check_kind_unknown": "分发表里有这个程序不认识的种类 {kind}。",
    "check_awaited_beyond": "等对方收取的 {kind} {record} 的位置超过了计数。",
    # clock
    "clock_behind": _clock_behind,
    "clock_ahead": _clock_ahead,
    # line and hub
    "hub_unreachable": "连不上县院中枢。可以照常办事，线路通了会自动送。",
    "hub_certificate": "对方不是登记时的那个县院中枢，没有发送任何内容。请核对地址，或找县院医共体办公室。",
    "hub_is_another": "这个地址上的不是发登记码的县院中枢，没有登记。请核对登记码。",
    "hub_address": "县院中枢的地址不对。请核对登记码。",
    "hub_busy": "县院中枢正忙或出错，过一会儿会自动再送。",
    "too_often": "本机问得太勤，县院中枢请稍等，过一会儿会自动再送。",
    "hub_fault": "县院中枢处理这一条时出错，已单独放到一边，其余照常。请告诉县院医共体办公室。",
    "line_cut": "线路断了，没送完的下次接着送。",
    "stopped": "已停下，没送完的下次接着送。",
    "not_enrolled": "本机还没有登记。请先输入县院发的登记码。",
    "code_other_institution": "这个登记码是另一家机构的，本机存的是本院资料，没有登记。请向县院要本院的登记码。",
    "enrolled_already": "本机已经登记过，不用再登记。",
    "enrolment_code": "登记码不对：可能少了、多了或输错了字。请照原样再输一遍。",
    "code_unknown": "县院没有发过这个登记码。请核对，或请县院重发。",
    "code_used": "这个登记码已经用过。请县院再发一个。",
    "code_expired": "这个登记码已过期。请县院再发一个。",
    "device_revoked": "县院已停用本机，不再收发。没送出的内容还在本机，可以看、打印、导出。请向县院医共体办公室要新的登记码，重新登记后接着送。",
    "device_unknown": "县院不认识本机。请联系县院医共体办公室重新登记。",
    "token_wrong": "县院要求重新验明本机，请再试一次。",
    "proof_wrong": "县院没有认出本机的签名。请联系县院医共体办公室。",
    "signature_wrong": "签名不对，内容没有采用。请联系县院医共体办公室。",
    "message_too_big": "内容太大，没有收发。请联系县院医共体办公室。",
    "message_damaged": "收到的内容残缺，没有采用，会再取一次。",
    "batch_other_device": "这批内容不是本机的，县院没有收。",
    "batch_too_long": "一批的条数太多，县院没有收。",
    "receipt_unknown": "县院没有这一批的回执。",
    "key_wrong": "本机的钥匙不对，没有登记。请重新登记。",
    "event_unknown": "县院的程序还不认识这一类内容（{kind}），先放在一边。县院升级中枢后会自动再送，不用您办。",
    "event_damaged": "县院读不出这一条内容，没有收。" + _KEPT,
    "kind_unknown": "收到新版程序才认识的内容，先放在一边，升级后自动采用。",
    "row_damaged": "收到一条残缺的内容，已放在一边，其余照常。",
    # enrolment by a stick
    "code_file_not_one": "这个文件不是登记码文件，也不是登记回执，没有采用。登记码文件以 .txt 结尾，登记回执以 .ygtsync 结尾。",
    "code_file_damaged": "这个登记码文件残缺或被改动过，没有采用。请向县院另要一份，或照里面的登记码输入。",
    "code_file_expired": "按本机的时间，这个登记码已过期。请县院再发一个；本机时间不对的，先把时间校准，或照里面的登记码输入。",
    "admission_without_code": "本机还没有写过登记申请，打不开登记回执。请先输入登记码，写登记申请。",
    "admission_is_answer": "这是平时同步的回执包，不是登记回执，没有采用。请县院导入本机的登记申请，再带登记回执来。",
    "admission_other_hub": "这份登记回执不是发登记码的那家县院做的，没有采用。请核对文件和登记码。",
    "admission_other_desk": "这是给另一台电脑的登记回执，没有采用。请到写那份登记申请的电脑上打开。",
    # packages on a stick
    "package_not_one": "这个文件不是同步包或回执包，或者是空的，没有采用。请换一个以 .ygtsync 结尾的文件。",
    "package_newer": "这个包是更新版本的程序做的（格式 {version}），没有采用。请先升级这里的程序，再导入。",
    "package_damaged": "这个包残缺或被改动过，没有采用。请在原来的电脑上重新导出，再带过来。",
    "package_key_missing": "本机还没有县院的封包公钥，不能导出。请先联网同步一次，以后断网也能导出。",
    "package_is_upload": "这是要交给县院的，不是县院的回执，没有采用。请选县院交回的那一个。",
    "package_other_hub": "这不是本机登记的那家县院做的回执包，没有采用。请核对文件。",
    "package_other_desk": "这是给另一台电脑的回执包，没有采用。请到导出同步包的那台电脑上导入。",
    "package_is_answer": "这是回执包，不是同步包，没有采用。请拿到卫生院那台电脑上导入。",
    "package_other_hub_here": "这个包是给另一家县院中枢的，没有采用。请核对文件。",
    "package_sender_unknown": "本中枢没有登记过做这个包的电脑，没有采用。请核对文件。",
    "package_sender_revoked": "做这个包的电脑已经停用（{why}），没有采用。",
    "package_reply_key_missing": "中枢还没有这台电脑的封包公钥，不能做回执包。请先导入它的一个同步包，或让它联网同步一次。",
    "stick_full": "写不下了：{path} 所在的盘满了，没有存成，原来的文件没有动。请删些文件或换一个 U 盘，再做一次。",
    "stick_not_writable": "写不进去：{path} 所在的盘是只读的，或没有权限，没有导出。请打开写保护或换一个地方，再导出一次。",
    "stick_not_readable": "没有权限读 {path}，没有导入。请检查权限，或先拷到本机。",
    "stick_gone": "读写 {path} 时断了：U 盘可能被拔出，或文件夹不在了。请插好再做一次，做过的不会重复。",
    # command line
    "command_unknown": "没有这个命令：{command}。",
    "command_format": "这一行的内容不对：{where}。",
    "journal_empty": "台账里没有 {named}。请核对单号或编号。",
    "not_found": "找不到这条记录。可能还没同步到本机。",
    "act_unknown": "找不到这一条。",
    "act_settled": "这一条已经处理过了。",
    "screen_silent": "窗口半分钟没有画好，图片没有存全。请再试一次。",
    "logged_out": "还没有登录，这一步没有办。请先登录。",
    "demo_folder": "这个文件夹里有别的东西：{path}。请换一个空的 --home。",
    "export_unknown": "不能导出 {kind}。可以导出：{known}。",
    "port_taken": "端口 {port} 已被占用。请换一个 --port。",
    "host_not_here": "这台电脑没有 {host} 这个地址，不能在那里服务。请换一个 --host。",
    "home_of_hub": "{path} 是中枢的数据，不是工作台的。请换一个 --home。",
    "home_of_desk": "{path} 是工作台的数据，不是中枢的。请换一个 --home。",
    "device_not_listed": "没有这台设备：{device}。请用 yigongti hub devices 看编号和简称。",
    # general checks
    "field_empty": "{field}没有填。请补上。",
    "field_long": "{field}太长，最多 {most} 个字，现在 {length} 个。请删短些。",
    "field_unknown": "没有这一项：{field}。",
    "field_format": "{field}填得不对。请改。",
    "wrong_state": "这张单子已经是「{state}」，不能再{act}。",
    "not_holder": "这张单子现在不归本院办，只能看。",
    "paper_unknown": "没有这种单据：{paper}。",
}

NAMES: dict[str, str] = {
    "doctor": "医生",
    "nurse": "护士",
    "pharmacist": "药师",
    "public_health": "公卫",
    "village_doctor": "村医",
    "scheduler": "排班员",
    "director": "院长",
    "administrator": "系统管理员",
    "auditor": "审计员",
    "central_pharmacy": "中心药房",
    "referral_office": "转诊办",
    "staffing_office": "人力",
    "community_office": "医共体办",
    "hub": "中枢",
    "login": "登录名",
    "institution": "机构",
}
