"""What a password must be, in the words of this house."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """A password has a least length; Django has no Chinese for saying so."""

    def get_error_message(self) -> str:
        """Say how long it must be."""
        return _("密码太短，未保存。请至少写 %(n)d 个字符。") % {"n": self.min_length}

    def get_help_text(self) -> str:
        """Say so beforehand."""
        return _("至少 %(n)d 个字符。") % {"n": self.min_length}
