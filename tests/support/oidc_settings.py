"""The configuration of the OpenID Provider of the tests (idpyoidc), and of nothing else."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from idpyoidc.server.user_authn.authn_context import INTERNETPROTOCOLPASSWORD

_ENDPOINT = "idpyoidc.server.oidc"


def settings_of(issuer: str, folder: Path, key_defs: list[dict[str, Any]]) -> dict[str, Any]:
    """What idpyoidc is told: codes, PKCE that nobody can leave out, signed id_tokens."""
    secret_keys = {
        "key_defs": [
            {"type": "OCT", "use": ["enc"], "kid": "password"},
            {"type": "OCT", "use": ["enc"], "kid": "salt"},
        ]
    }
    return {
        "issuer": issuer,
        "base_url": issuer,
        "key_conf": {"key_defs": key_defs, "uri_path": "jwks.json"},
        "httpc_params": {"verify": False, "timeout": 4},
        "template_dir": str(folder),
        "preference": {
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid", "email"],
        },
        "session_params": {"encrypter": {"kwargs": {"keys": secret_keys}}},
        "cookie_handler": {
            "class": "idpyoidc.server.cookie_handler.CookieHandler",
            "kwargs": {
                "sign_key": secrets.token_hex(16),
                "name": {
                    "session": "oidc_op",
                    "register": "oidc_op_rp",
                    "session_management": "sman",
                },
            },
        },
        "token_handler_args": {
            "jwks_def": {
                "key_defs": [{"type": "oct", "bytes": "24", "use": ["enc"], "kid": "code"}]
            },
            "code": {"kwargs": {"lifetime": 600}},
            "token": {
                "class": "idpyoidc.server.token.jwt_token.JWTToken",
                "kwargs": {"lifetime": 600},
            },
            "id_token": {
                "class": "idpyoidc.server.token.id_token.IDToken",
                "kwargs": {
                    "add_claims_by_scope": True,
                },
            },
        },
        "endpoint": {
            "provider_config": {
                "path": ".well-known/openid-configuration",
                "class": f"{_ENDPOINT}.provider_config.ProviderConfiguration",
                "kwargs": {"client_authn_method": None},
            },
            "authorization": {
                "path": "authorization",
                "class": f"{_ENDPOINT}.authorization.Authorization",
                "kwargs": {
                    "client_authn_method": None,
                    "response_types_supported": ["code"],
                    "response_modes_supported": ["query"],
                },
            },
            "token": {
                "path": "token",
                "class": f"{_ENDPOINT}.token.Token",
                "kwargs": {"client_authn_method": ["client_secret_post", "client_secret_basic"]},
            },
            "userinfo": {
                "path": "userinfo",
                "class": f"{_ENDPOINT}.userinfo.UserInfo",
                "kwargs": {"client_authn_method": ["bearer_header"], "add_claims_by_scope": True},
            },
        },
        "userinfo": {
            "class": "idpyoidc.server.user_info.UserInfo",
            "kwargs": {"db": {}},
        },
        "authentication": {
            "user": {
                "acr": INTERNETPROTOCOLPASSWORD,
                "class": "idpyoidc.server.user_authn.user.UserPassJinja2",
                "kwargs": {
                    "verify_endpoint": "verify/user",
                    "template": "login.html",
                    "db": {"class": dict, "kwargs": {}},
                },
            }
        },
        "add_on": {
            "pkce": {
                "function": "idpyoidc.server.oauth2.add_on.pkce.add_support",
                "kwargs": {"essential": True, "code_challenge_methods": {"S256": None}},
            }
        },
    }
