// SPDX-License-Identifier: GPL-2.0-only
import { type Letter, patchLetters } from '../lib/mail.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-change-id',
  severity: 'error',
  category: 'message',
  needs: ['mails'],
  checkpatch: ['GERRIT_CHANGE_ID'],
  title:
    "A commit message carries a review tool's Change-Id, or the sign-off of a tool or of an address that nobody reads.",
  why: 'A sign-off certifies the Developer Certificate of Origin, which only a person can do, and others may have to ask that person. A Change-Id means something on one Gerrit server only.',
  reference:
    'scripts/checkpatch.pl, GERRIT_CHANGE_ID; Documentation/process/coding-assistants.rst, "Signed-off-by and Developer Certificate of Origin"',
  todo: 'Remove the line; sign off with the name and address of a person.',
  // b4 ends cover letters with a change-id of its own.
  compare: ({ mails }) => patchLetters(mails).flatMap(judge),
};

/** Names under which programs write; whole ones, for Claude is a first name as well. */
const TOOL_NAME =
  /\b(kpw|workbench|bot|robot|agent)$|^(claude code|(github )?copilot|chatgpt|gpt-\w+|gemini( cli)?|codex)$/i;
/** Domains that are reserved (RFC 2606), and mailboxes that nobody reads. */
const NOBODYS =
  /@(?:[\w-]+\.)*(example\.(?:com|net|org|edu)|[\w-]+\.(?:example|invalid|test|localhost)|localhost(?:\.localdomain)?)>?\s*$/i;
const UNREAD = /<?((?:[\w.+-]*no-?reply|do-?not-?reply)@[^>\s]*)>?\s*$/i;

function judge({ name, body }: Letter): Found[] {
  return body.flatMap(({ text, line }): Found[] => {
    const at = { file: name, line };
    if (/^\s*change-id:/i.test(text))
      return [{ ...at, message: `"${text.trim()}" means nothing outside a review server` }];
    const signer = /^\s*(?:signed-off-by|co-developed-by):\s*(.*)$/i.exec(text)?.[1];
    if (signer === undefined) return [];
    if (TOOL_NAME.test(signer.replace(/\s*<.*$/, '').trim()))
      return [{ ...at, message: `"${signer.trim()}" is a tool, and only a person can sign a patch off` }];
    const domain = NOBODYS.exec(signer)?.[1];
    if (domain !== undefined)
      return [
        {
          ...at,
          severity: 'warning',
          message: `${domain} is reserved: nobody gets mail at "${signer.trim()}"`,
        },
      ];
    const unread = UNREAD.exec(signer)?.[1];
    if (unread === undefined) return [];
    return [
      {
        ...at,
        severity: 'warning',
        message: `nobody reads ${unread}: a sign-off names a person who can be asked`,
      },
    ];
  });
}
