"""The page behind the first administrator's link."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from jiesu.people.doors import open_door
from jiesu.people.errors import RefusedError
from jiesu.people.first_admin import link_works, make_first_admin
from jiesu.people.models import Staff


class FirstAdminForm(forms.Form):
    """Who the first administrator is."""

    username = forms.SlugField(label=_("用户名"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput)
    again = forms.CharField(label=_("再输一次密码"), widget=forms.PasswordInput)

    def clean_username(self) -> str:
        """Refuse a name that somebody bears."""
        username: str = self.cleaned_data["username"]
        if Staff.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("这个用户名已有人使用。"))
        return username

    def clean(self) -> dict[str, Any]:
        """Ask for a strong password, twice the same."""
        told: dict[str, Any] = super().clean() or {}
        if "password" in told:
            someone = Staff(username=told.get("username", ""), name=told.get("name", ""))
            validate_password(told["password"], someone)
            if told["password"] != told.get("again"):
                self.add_error("again", _("两次输入的密码不一致。"))
        return told


@never_cache
@open_door
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who it is, open the account, and lead to the login."""
    if not link_works(token, at=timezone.now()):
        raise Http404
    form = FirstAdminForm(request.POST or None)
    if form.is_valid() and _made(form, token):
        return redirect("account_login")
    return render(request, "people/first_admin.html", {"form": form})


def _made(form: FirstAdminForm, token: str) -> bool:
    told = {name: form.cleaned_data[name] for name in ("username", "name", "password")}
    try:
        make_first_admin(token, at=timezone.now(), **told)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True
