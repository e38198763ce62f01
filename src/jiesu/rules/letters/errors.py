"""What can be wrong with a letter."""

from collections.abc import Sequence


class LetterError(ValueError):
    """A letter could not be made; nothing was sent."""


class UnknownTemplateError(LetterError):
    """No template has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"没有编号为{code}的模板，信件未生成。请核对编号，或在模板目录中补上。")


class ValueMissingError(LetterError):
    """A template was given no value, or a blank one, for a placeholder."""

    def __init__(self, code: str, names: Sequence[str]) -> None:
        self.code, self.names = code, tuple(names)
        super().__init__(f"模板{code}缺少内容：{'、'.join(names)}。信件未生成，请补齐后重试。")


class TemplateChangedError(LetterError):
    """The wording is no longer the one that was approved."""

    def __init__(self, code: str, wanted: str, found: str) -> None:
        super().__init__(
            f"模板{code}的现行版本是{found}，不是所要求的{wanted}。信件未生成，请按现行版本重新审核。",
        )


class BadTemplateError(LetterError):
    """A template file cannot be used as it stands."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"模板{code}不能使用：{reason}。其他模板不受影响，请改正该文件。")
