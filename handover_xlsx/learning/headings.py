"""Headings as people write them: required marks, two languages in one cell, names for programs."""

from __future__ import annotations

import re
import unicodedata

from handover_xlsx.text.normalise import normalised, unused

_CJK = r"\u3400-\u9fff\uf900-\ufaff"
_HAS_CJK = re.compile(f"[{_CJK}]")
_STARS = re.compile(r"[*＊★]+")
_OPEN, _CLOSE = r"[(（\[【<]\s*", r"\s*[)）\]】>]"
_OPTIONAL = re.compile(
    rf"{_OPEN}(?:optional|if any|选填|可选|非必填|可不填|如有)项?{_CLOSE}|(?:选填|非必填)项?$",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    rf"{_OPEN}(?:required|mandatory|must|必填|必须|必须填写|必选)项?{_CLOSE}"
    r"|[-–—,:]\s*(?:required|mandatory)$|[-–—,，]?\s*必填项?$|^必填[项:：]*\s*",
    re.IGNORECASE,
)
_SEPARATORS = " \n/|｜(（[【-–—:：\u3000"
_EDGES = _SEPARATORS + ")）]】.,，、"
_NAMES = {  # common headings → id; the label remains as it is
    "姓名": "name", "名称": "name", "部门": "department", "所属部门": "department",
    "岗位": "position", "职位": "position", "职务": "position", "工号": "staff_number",
    "电话": "phone", "联系电话": "phone", "手机": "mobile", "手机号": "mobile",
    "联系方式": "contact", "邮箱": "email", "电子邮箱": "email", "日期": "date", "状态": "status",
    "备注": "notes", "说明": "remarks", "描述": "description", "优先级": "priority",
    "频率": "frequency", "负责人": "owner", "项目": "project", "项目名称": "project",
    "工作内容": "work", "职责": "duty", "任务": "task", "任务名称": "task", "进度": "progress",
    "完成情况": "completion", "截止日期": "deadline", "开始日期": "start_date",
    "结束日期": "end_date", "交接人": "leaver", "移交人": "leaver", "接手人": "successor",
    "接收人": "successor", "接交人": "successor", "监交人": "supervisor", "直属上级": "supervisor",
    "最后工作日": "last_day", "离职日期": "last_day", "离岗日期": "last_day",
    "交接日期": "handover_date", "存放位置": "kept_at", "存放地点": "kept_at", "数量": "quantity",
    "金额": "amount", "预算": "budget", "公司": "company", "单位": "unit", "类别": "category",
    "类型": "kind", "系统名称": "system", "账号": "account", "权限": "access",
    "文件名称": "document", "文档名称": "document", "链接": "link", "物品名称": "item",
    "工作职责": "duties", "工作交接": "handover", "项目清单": "projects", "联系人": "contacts",
    "基本信息": "basics", "个人信息": "basics", "文件清单": "documents", "资产清单": "assets",
    "物品清单": "items", "待办事项": "open_items", "工作清单": "tasks", "任务清单": "tasks",
    "指标": "kpi", "完成日期": "done_on", "归还日期": "returned_on", "是否归还": "returned",
    "高": "high", "中": "medium", "低": "low", "每日": "daily", "每天": "daily", "每周": "weekly",
    "每月": "monthly", "每季": "quarterly", "每季度": "quarterly", "每年": "yearly",
    "未开始": "not_started", "进行中": "in_progress", "已完成": "done", "完成": "done",
    "未完成": "open", "暂停": "paused", "其他": "other",
}  # fmt: skip
ROLES = {
    "leaver": ("交接人", "移交人", "离职人", "离职人员", "离职员工", "交出人", "员工姓名", "leaver",
               "handed over by", "handover by", "outgoing employee", "employee", "employee name"),
    "position": ("岗位", "职位", "职务", "position", "job title", "role", "title"),
    "department": ("部门", "所属部门", "department", "team", "unit"),
    "successor": ("接手人", "接收人", "接替人", "接交人", "接任人", "successor", "taken over by",
                  "handed over to", "new owner", "incoming employee"),
    "supervisor": ("监交人", "直属上级", "上级", "主管", "部门负责人", "supervisor", "manager",
                   "line manager", "witness"),
    "last_day": ("最后工作日", "离职日期", "离岗日期", "last working day", "last day",
                 "leaving date"),
}  # fmt: skip
_KNOWN = {
    *_NAMES, *(word for words in ROLES.values() for word in words), "name", "phone", "mobile",
    "e-mail", "email", "date", "start date", "end date", "address", "company", "location", "notes",
    "comments", "employee id", "staff number", "reason", "地址", "性别", "入职日期", "离职原因",
    "交接原因",
}  # fmt: skip


def is_chinese(text: str) -> bool:
    """Whether a text contains any Chinese character."""
    return bool(_HAS_CJK.search(text))


def is_known(text: str) -> bool:
    """Whether this is a word that forms ask for."""
    return normalised(without_marks(text)[0]) in _KNOWN


def role_of(text: str) -> str | None:
    """The role that a form's label asks for."""
    return next((role for role, words in ROLES.items() if normalised(text) in words), None)


def without_marks(text: str) -> tuple[str, bool]:
    """A heading without its marks, and whether they say that it must be filled in."""
    bare = _OPTIONAL.sub(" ", text)
    optional = bare != text
    unmarked = _STARS.sub(" ", _REQUIRED.sub(" ", bare))
    required = unmarked != bare and not optional
    label = " ".join(unmarked.split()).strip(" :：")
    return (label or " ".join(text.split()), required)


def split_languages(text: str) -> tuple[str, str] | None:
    """English and Chinese of a heading in both languages (``姓名 Name``), else None."""
    found = list(_HAS_CJK.finditer(text))
    if not found:
        return None
    first, last = found[0].start(), found[-1].end()
    head, tail = text[:first], text[last:]
    if _is_english(tail) and not (_is_english(head) and head[-1] in _SEPARATORS):
        english, chinese, joint = tail, head + text[first:last], tail[0]
    elif _is_english(head) and not re.search("[A-Za-z]", tail):
        english, chinese, joint = head, text[first:last], head[-1]
    else:
        return None
    english, chinese = english.strip(_EDGES), chinese.strip(_EDGES)
    if joint not in _SEPARATORS and not re.search("[A-Z][a-z]", english):
        return None  # ERP账号
    if joint in " \u3000" and english.isupper() and len(english) < 6:
        return None  # VPN 账号
    return english, chinese


def _is_english(text: str) -> bool:
    return len(re.findall("[A-Za-z]", text)) >= 2


def unused_id(name: str, taken: set[str]) -> str:
    """The id, or the id with a number, that is still free; it is taken now."""
    return unused(name, taken, "{name}_{number}")


def slug(text: str, joint: str = "_") -> str:
    """An English text as an id, "" where it cannot become one."""
    text = _NAMES.get(text, text)
    if is_chinese(text):
        return ""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    words = re.findall("[a-z0-9]+", bare.replace("'", "").replace("e-mail", "email"))
    while words and not words[0][0].isalpha():
        words.pop(0)
    while len(words) > 1 and len(joint.join(words)) > 30:
        words.pop()
    name = joint.join(words)[:30]
    return "" if name == "null" else name  # which means “nothing” in YAML
