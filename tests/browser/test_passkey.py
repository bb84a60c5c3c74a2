"""Passkeys in a real browser, with an authenticator that lives in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.people import PASSWORD

pytestmark = pytest.mark.browser

WHO = "reviewer"


@pytest.fixture
def key(page: Page) -> Iterator[CDPSession]:
    """Plug an authenticator into the page's browser that knows its owner and answers by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield session
    session.detach()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(WHO)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def sign_out(page: Page) -> None:
    page.locator(".who button").click()
    page.wait_for_url("**/")


def test_a_passkey_is_added_signs_in_alone_and_is_taken_off(page: Page, key: CDPSession) -> None:
    sign_in(page)
    page.wait_for_url("**/desk/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("办公室电脑")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)

    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("tbody th")).to_have_text("办公室电脑")
    page.goto("/desk/")
    sign_out(page)

    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/desk/")
    sign_out(page)

    # With the password, the key is asked for as the second step.
    sign_in(page)
    page.wait_for_url("**/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/desk/")

    page.goto("/accounts/2fa/webauthn/")
    page.locator("tbody a", has_text="停用").click()
    page.locator("main form button").click()
    page.wait_for_url("**/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("还没有密钥")
    page.goto("/desk/")
    sign_out(page)
    sign_in(page)
    page.wait_for_url("**/desk/")


def test_a_key_that_does_not_answer_leaves_a_sentence(page: Page, key: CDPSession) -> None:
    page.goto("/accounts/login/")
    expect(page.locator("#passkey-fault")).to_be_hidden()
    page.locator("#passkey_login").click()  # the key knows nobody here
    expect(page.locator("#passkey-fault")).to_be_visible()
