"""Places that no one else can open: one person's computer, cloud, chat or mailbox."""

from __future__ import annotations

import re

from handover_xlsx.text.patterns import when_used

LOCAL_PLACE = when_used(
    r"(?<![A-Za-z])[cd]:[\\/]|^file:/|/users/[^/\s]+/|(?<![\w/])~/|\\users\\|%userprofile%"
    r"|\b(?:on|in) (?:my|the|her|his) (?:desktop|computer|laptop|pc|local (?:disk|drive)|hard ?disk|phone"
    r"|notebook)\b|\bmy (?:desktop|computer|laptop|pc|documents|phone|drive|usb(?: stick)?)\b"
    r"|^(?:desktop|downloads?|my documents|local(?: disk| drive)?|usb(?: stick)?)$|\busb stick\b"
    r"|桌面|我的电脑|我电脑|本机|本地电脑|个人电脑|我的文档|我手机|我的手机|[CD]盘|U盘|移动硬盘",
    re.IGNORECASE,
)
PERSONAL_PLACE = when_used(
    r"pan\.baidu\.com|百度网盘|百度云|个人网盘|私人网盘|我的网盘|阿里云盘|aliyundrive\.com|alipan\.com|个人微云"
    r"|weiyun\.com|微信(?:收藏|聊天|文件传输助手|群)?(?:里|中|上)?$|文件传输助手|微信收藏|QQ(?:群文件|空间)?$"
    r"|私人邮箱|个人邮箱|我的邮箱|personal (?:cloud|drive|dropbox|google drive|onedrive|icloud|e-?mail|mailbox)"
    r"|private (?:cloud|drive|dropbox|e-?mail|mailbox)|my (?:dropbox|google drive|onedrive|icloud|mailbox|inbox"
    r"|e-?mail)|drive\.google\.com/drive/(?:u/\d/)?my-drive|onedrive\.live\.com|icloud\.com|dropbox\.com/home"
    r"|^(?:wechat|whatsapp|icloud|my chat|qq)(?: (?:chat|favou?rites|group))?$",
    re.IGNORECASE,
)


def is_local_place(text: str) -> bool:
    """Whether a text names a place on one person's computer: the disk C, the desktop, a USB stick."""
    return LOCAL_PLACE.search(text) is not None


def is_personal_place(text: str) -> bool:
    """Whether a text names someone's own cloud, chat or mailbox."""
    return PERSONAL_PLACE.search(text.strip()) is not None
