"""Who sits at the desk: all that it asks of Flask-Login."""

from __future__ import annotations

from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

__all__ = ["LoginManager", "UserMixin", "current_user", "login_user", "logout_user"]
