/** Tells a screen reader, once each time, that the VM's screen has the keyboard now and how to leave it, and that it has not any more. */

export function wireFocus(target, news, screen, word) {
  target.addEventListener('focusin', () => { if (!screen.looks) tell(word('keyboard.in')); });
  // Whoever goes to another window and comes back has left nothing.
  target.addEventListener('focusout', () => { if (document.hasFocus() && news.textContent !== '') tell(word('keyboard.out')); });
  // What comes then is read anyway.
  screen.addEventListener('ended', () => tell(''));

  function tell(text) {
    if (news.textContent !== text) news.textContent = text;
  }
}
