"""Words of the national record forms (随访服务记录表): symptoms and choices by their codes, labels with their units."""

from __future__ import annotations

from collections.abc import Mapping

from yigongti_desktop.capabilities.contracts.model.filling import CHOICES
from yigongti_desktop.capabilities.contracts.model.filling import ON_FORM
from yigongti_desktop.capabilities.contracts.model.filling import SYMPTOMS
from yigongti_desktop.capabilities.contracts.model.item import Form

#: Keeps a number with its words where a line ends.
_TOGETHER = "\u00a0"
SYMPTOM_WORDS: Mapping[Form, Mapping[str, str]] = {
    Form.HYPERTENSION: {
        "none": "无症状",
        "headache_dizziness": "头痛头晕",
        "nausea_vomiting": "恶心呕吐",
        "dim_sight_tinnitus": "眼花耳鸣",
        "dyspnoea": "呼吸困难",
        "palpitation_tightness": "心悸胸闷",
        "nosebleed": "鼻衄出血不止",
        "numbness": "四肢发麻",
        "oedema": "下肢水肿",
        "other": "其他",
        "altered_consciousness": "意识改变",
        "severe_headache_dizziness": "剧烈头痛头晕",
        "blurred_vision": "视力模糊",
        "eye_pain": "眼痛",
        "orthopnoea": "喘憋不能平卧",
    },
    Form.DIABETES: {
        "none": "无症状",
        "thirst": "多饮",
        "hunger": "多食",
        "much_urine": "多尿",
        "blurred_vision": "视力模糊",
        "infection": "感染",
        "numbness": "手脚麻木",
        "oedema": "下肢浮肿",
        "weight_loss": "体重明显下降",
        "other": "其他",
        "altered_consciousness": "意识或行为改变",
        "acetone_breath": "呼气烂苹果味",
        "palpitation": "心悸",
        "sweating": "出汗",
        "no_appetite": "食欲减退",
        "nausea": "恶心",
        "vomiting": "呕吐",
        "abdominal_pain": "腹痛",
        "deep_breathing": "深大呼吸",
        "flushed_skin": "皮肤潮红",
        "sudden_loss_of_sight": "视力骤降",
    },
}
CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "salt": {"light": "轻", "middle": "中", "heavy": "重"},
    "adherence": {"regular": "规律", "sometimes": "间断", "never": "不服药"},
    "reaction": {"none": "无", "present": "有", "uncontrolled": "有，难控制"},
    "foot_pulse": {"touched": "触及正常", "weak": "减弱", "gone": "消失"},
    "hypoglycaemia": {"none": "无", "sometimes": "偶尔", "often": "频繁"},
}
#: What a reading is called, and its unit.
LABELS: Mapping[str, tuple[str, str]] = {
    "sbp": ("收缩压", "mmHg"),
    "dbp": ("舒张压", "mmHg"),
    "fasting": ("空腹血糖", "mmol/L"),
    "random": ("随机血糖", "mmol/L"),
    "hba1c": ("糖化血红蛋白", "%"),
    "pulse": ("心率", "次/分"),
    "weight": ("体重", "kg"),
    "height": ("身高", "cm"),
    "waist": ("腰围", "cm"),
    "temperature": ("体温", "℃"),
    "symptoms": ("症状", ""),
    "cigarettes_a_day": ("日吸烟", "支"),
    "alcohol_a_day": ("日饮酒", "两"),
    "exercise_a_week": ("运动", "次/周"),
    "exercise_minutes": ("每次", "分钟"),
    "staple_a_day": ("主食", "克/天"),
    "salt": ("摄盐", ""),
    "adherence": ("服药", ""),
    "reaction": ("不良反应", ""),
    "foot_pulse": ("足背动脉", ""),
    "hypoglycaemia": ("低血糖", ""),
    "drugs": ("用药情况", ""),
    "insulin": ("胰岛素", ""),
    "has_new_complication": ("新的并发症", ""),
    "has_worse_complication": ("并发症加重", ""),
    "is_beyond_us": ("不能处理的疾病", ""),
    "is_pregnant_or_nursing": ("妊娠或哺乳", ""),
    "tolerates_lower": ("能耐受更低目标", ""),
    "is_pulse_lasting": ("心率持续过快", ""),
}
#: Class of a follow-up (此次随访分类).
CLASS_WORDS = {"satisfied": "控制满意", "unsatisfied": "控制不满意", "reaction": "不良反应", "complication": "并发症"}


def symptom_key(form: Form) -> tuple[str, str]:
    """Return the numbers of the symptoms of a form and of the signs of danger beyond it: 1 无症状　2 头痛头晕 …."""
    words = SYMPTOM_WORDS[form]
    said = [f"{place}{_TOGETHER}{words[one.value]}" for place, one in enumerate(SYMPTOMS[form], start=1)]
    return "　".join(said[: ON_FORM[form]]), "　".join(said[ON_FORM[form] :])


def choice_key(name: str) -> str:
    """Return the numbers of a choice: 1 规律　2 间断　3 不服药."""
    words = CHOICE_WORDS[name]
    return "　".join(f"{place}{_TOGETHER}{words[code]}" for place, code in enumerate(CHOICES[name], start=1))


def reading_words(form: Form, name: str, value: object) -> str:
    """Return a reading in words, its numbers of choices and symptoms turned into what they mean."""
    if name == "symptoms" and isinstance(value, list | tuple):
        words = SYMPTOM_WORDS.get(form, {})
        return "、".join(words.get(str(one), str(one)) for one in value)
    if name in CHOICE_WORDS:
        return CHOICE_WORDS[name].get(str(value), str(value))
    return "是" if value is True else str(value)
