"""Phrases, groups instead of persons, local places: what is caught, and what must be left alone."""

from __future__ import annotations

import pytest

from handover_xlsx.validation.private_places import is_local_place, is_personal_place
from handover_xlsx.values.vocabulary import is_phrase, phrases

SAYS_NOTHING = (
    "TBD", "tbd.", "To be confirmed", "see attachment", "Please see attached!", "See above", "as discussed",
    "Same as above", "ask Leila", "Just ask Marcus Bell", "Leila knows", "(to do)", "xxx",
    "同上", "同上。", "详见附件", "见群文件", "已同步", "已口头交接", "问老王", "找陈浩", "问一下陈浩", "老王知道",
    "大家都知道", "待补充", "（待定）", "照旧", "〃", "后续补充！", "ＴＢＤ",
)  # fmt: skip
SAYS_SOMETHING = (
    "see attachment A-12 in S:\\ops", "see attachment A-12", "Ask Leila Haddad before 10:00, she approves it",
    "详见附件《对账手册》第3页", "见S:\\运营\\手册.docx", "问陈浩要当天的库存表，核对后发群", "To do list of the week is mailed at 9:00",
    "As agreed with Finance on 3 May: differences up to 10 are written off", "同上海仓核对库存", "待客户确认后再发货",
    "Later than 18:00 nobody answers", "Obvious typing errors are corrected", "Done", "Report", "周报", "9:30",
    "Leila knows the supplier since 2019 and calls him first", "找不到包裹时先查运单", "问题清零",
    "None of the orders is older than a day", "无库存的商品下架", "没有回复就打电话", "Attached to the order by the shop",
)  # fmt: skip


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_a_phrase_is_seen_however_it_is_typed(text):
    """Capitals, brackets, full-width letters and full stops make no difference."""
    assert is_phrase(text, "anywhere")


@pytest.mark.parametrize("text", SAYS_SOMETHING)
def test_a_sentence_that_only_begins_like_a_phrase_is_left_alone(text):
    """Only the whole cell counts: what names a place, a time or a reason is an answer."""
    assert not is_phrase(text, "anywhere")
    assert not is_phrase(text, "required")


@pytest.mark.parametrize("text", ["n/a", "N.A.", "n.a", "NA."])
def test_not_applicable_is_seen_however_it_is_shortened(text):
    """Where something is required, the short form with full stops says nothing either."""
    assert is_phrase(text, "required")


def test_there_are_enough_phrases_in_both_languages():
    """At least sixty, and each only once."""
    plain, _ = phrases("anywhere")
    chinese = [phrase for phrase in plain if any("\u4e00" <= c <= "\u9fff" for c in phrase)]

    assert len(chinese) >= 60
    assert len(plain) - len(chinese) >= 60


LOCAL = ("C:\\Users\\anna\\report.xlsx", "D:\\ops", "Desktop", "on my desktop, folder Reports", "my laptop",
         "/Users/anna/Documents/plan.xlsx", "file:///C:/ops/plan.xlsx", "USB stick in the drawer", "桌面“对账”文件夹",
         "我电脑D盘", "U盘", "移动硬盘")  # fmt: skip
PERSONAL = ("https://pan.baidu.com/s/1abc", "百度网盘", "我的网盘/运营", "微信收藏", "在微信里", "文件传输助手",
            "my Google Drive", "https://drive.google.com/drive/my-drive", "WhatsApp group", "私人邮箱",
            "https://onedrive.live.com/?id=1", "iCloud")  # fmt: skip
SHARED = ("https://drive.example.com/contracts/c.pdf", "\\\\files\\operations\\stock.xlsx", "S:\\ops\\manual.docx",
          "Room 2.14, cabinet B", "公司云文档/运营/手册", "共享盘 S:\\运营", "SharePoint, site Operations",
          "https://drive.google.com/drive/folders/1AbC", "企业微信微盘/运营/合同", "https://wiki.example.com/desktop-publishing",
          "Desktop publishing guide on the wiki", "微信公众号后台“素材库”", "2号楼档案室，3柜D层", "Local store archive, room 3",
          "https://example.sharepoint.com/sites/ops/users/list.xlsx")  # fmt: skip


@pytest.mark.parametrize("text", LOCAL)
def test_a_place_on_one_computer_is_seen(text):
    """Disks, desktops, sticks."""
    assert is_local_place(text)


@pytest.mark.parametrize("text", PERSONAL)
def test_a_personal_account_is_seen(text):
    """Private clouds, chats, mailboxes."""
    assert is_personal_place(text)


@pytest.mark.parametrize("text", SHARED)
def test_a_place_of_the_company_is_left_alone(text):
    """Shared drives, company clouds, rooms."""
    assert not is_local_place(text)
    assert not is_personal_place(text)
