// SPDX-License-Identifier: GPL-2.0-only
import { isPatchLetter, type Letter, letterOf } from '../lib/mail.ts';
import { messageTags, samePerson, type Tag, tagsNamed } from '../lib/tag.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'message-sign-off',
  severity: 'error',
  category: 'message',
  needs: ['mails', 'sending'],
  checkpatch: ['BAD_SIGN_OFF'],
  title:
    'A patch is not signed off, or not by its author, a co-author, or the person who sends it. Of a patch that kpw made, and nobody has sent, it is a note.',
  why: 'The sign-off certifies the origin of the patch (Developer Certificate of Origin); without it no maintainer may take it.',
  reference:
    'Documentation/process/submitting-patches.rst, "Sign your work" and "When to use Acked-by:, Cc:, and Co-developed-by:"',
  todo: 'Sign off as yourself (git commit --amend -s); each co-author right behind the own Co-developed-by:.',
  compare: ({ mails }) => mails.map(letterOf).filter(isPatchLetter).flatMap(judge),
};

function judge(letter: Letter): Found[] {
  const { name, author, subject, generated } = letter;
  const tags = messageTags(letter);
  const signers = tagsNamed(tags, 'Signed-off-by');
  const top = { file: name, line: Math.max(1, subject.line) };
  // Programs beside the kernel, which have their own customs, share its lists.
  if (signers.length === 0 && letter.files.length > 0 && letter.files.every(isForeign))
    return [
      {
        ...top,
        severity: 'note',
        message: 'nobody has signed the patch off; none of its files is of the kernel',
      },
    ];
  if (signers.length === 0)
    return generated
      ? [{ ...top, severity: 'note', message: 'nobody has signed the patch off yet, and only a person can' }]
      : [{ ...top, message: 'nobody has signed the patch off' }];
  const found = coAuthors(tags).map((tag): Found => {
    const message = `"${tag.name}: ${tag.value}" is not followed by the sign-off of that person`;
    return { file: name, line: tag.line, severity: 'warning', message };
  });
  const signed = (person: string) => signers.some(({ value }) => samePerson(value, person));
  const last = signers.at(-1) as Tag;
  if (author !== '' && !signed(author))
    found.push({
      ...top,
      severity: 'warning',
      message: `${author}, the author, has not signed the patch off`,
    });
  const sender = senderOf(letter);
  if (sender !== '' && !samePerson(last.value, sender)) {
    const message = `${sender}, who sends the patch, is not the last to have signed it off`;
    found.push({ file: name, line: last.line, severity: 'warning', message });
  }
  return found;
}

/** Top folders of the kernel, and the files that lie beside them. */
const KERNEL =
  /^(Documentation|LICENSES|arch|block|certs|crypto|drivers|fs|include|init|io_uring|ipc|kernel|lib|mm|net|rust|samples|scripts|security|sound|tools|usr|virt)\/|^(COPYING|CREDITS|Kbuild|Kconfig|MAINTAINERS|Makefile|README|\.\w[\w.-]*)$/;

function isForeign({ path }: { readonly path: string }): boolean {
  return !KERNEL.test(path);
}

/** Co-developed-by tags that the co-author's sign-off does not follow at once. */
function coAuthors(tags: readonly Tag[]): Tag[] {
  return tags.filter((tag, at) => {
    if (tag.name.toLowerCase() !== 'co-developed-by') return false;
    const next = tags[at + 1];
    return next?.name.toLowerCase() !== 'signed-off-by' || !samePerson(next.value, tag.value);
  });
}

/**
 * Who sends a patch for somebody else, which a From line in the body tells. Without one the mail may have been taken out
 * of a repository, where the last to sign is a maintainer; a relay ("via B4 Relay") sends for the author.
 */
function senderOf({ headers, author }: Letter): string {
  const sender = headers.get('from') ?? '';
  // An address without a name may be anybody's.
  const relayed = /\bvia\b/i.test(sender) || /^=\?/.test(sender) || !/\w.*</.test(sender);
  return relayed || samePerson(sender, author) ? '' : sender;
}
