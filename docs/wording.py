"""What the site of the documentation says around its pages."""

from xietong.words import Language

TITLES: dict[Language, str] = {"zh": "协同文档", "en": "Xietong docs"}
SAID: dict[Language, dict[str, str]] = {
    "en": {},
    "zh": {  # words of the theme that its catalogues do not have in Chinese
        "Back to top": "回到顶部",
        "Home": "首页",
        "Made with": "制作工具：",
        "Next": "下一页",
        "Previous": "上一页",
        "On this page": "本页内容",
        "Skip to content": "跳到正文",
        "Contents": "目录",
        "Expand": "展开",
        "Menu": "菜单",
        "Light mode": "明亮",
        "Dark mode": "深色",
        "Auto light/dark, in light mode": "自动，当前明亮",
        "Auto light/dark, in dark mode": "自动，当前深色",
        "Toggle site navigation sidebar": "开关导航栏",
        "Toggle table of contents sidebar": "开关本页目录",
        "Toggle Light / Dark / Auto color theme": "切换明亮、深色或自动",
        "Hide navigation sidebar": "隐藏导航栏",
        "Hide table of contents sidebar": "隐藏本页目录",
    },
}
