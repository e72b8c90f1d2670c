// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { domElement } from './dom.ts';

/** A command that can be copied by a press of a button. */
export function copied(command: string): HTMLElement {
  const text = domElement('pre', { tabindex: '0', class: 'command' }, command);
  const button = domElement('button', { type: 'button' }, 'copy');
  button.addEventListener('click', () => {
    // Pages from a file may not have the clipboard: then the command is selected, for Ctrl-C.
    const done = navigator.clipboard?.writeText(command) ?? Promise.reject();
    done.then(
      () => {
        button.textContent = 'copied';
      },
      () => {
        getSelection()?.selectAllChildren(text);
        button.textContent = 'selected';
      },
    );
  });
  return domElement('div', { class: 'copied' }, text, button);
}
