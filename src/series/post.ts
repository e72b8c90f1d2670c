// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Authorship } from './authorship.ts';
import type { Patch } from './compose.ts';
import { type Choice, type Designs, provenanceBlocks, withScratch } from './generate.ts';
import type { Mail } from './mail.ts';
import type { Heading, ScratchRepository } from './scratch.ts';

/** The text of a cover letter; git adds shortlog and diffstat below it. */
export interface CoverLetter {
  /** Without the brackets. */
  readonly subject: string;
  /** As it will stand, wrapped. */
  readonly text: string;
}

export interface Post {
  readonly heading: Omit<Heading, 'cover' | 'base'>;
  readonly by: Authorship;
  readonly letter: CoverLetter | undefined;
  /** What stands under the `---` of the first patch, wrapped: the change log, where there is no cover letter. */
  readonly remark: string;
}

/**
 * The mails of one variant as they go to a list, but for recipients and thread: cover letter first, where there is
 * one, provenance under each `---`, and base-commit with the ids of patches that are left out where the tree is a
 * revision of a repository (git-format-patch(1), "Base tree information").
 *
 * @param designs of one variant
 * @throws GitFailed, HostLacks (no git)
 */
export async function post(
  designs: Designs,
  { heading, by, letter, remark }: Post,
  templates: string,
  context: Context,
): Promise<Mail[]> {
  const [{ composition, ...choice }] = designs.variants as [Designs['variants'][number]];
  const { base } = designs.tree;
  const withBlock = await provenanceBlocks(designs, choice satisfies Choice, templates);
  const asked = { ...heading, cover: letter !== undefined, base: base.kind === 'git' };
  const work = async (scratch: ScratchRepository) => {
    const stand = base.kind === 'git' ? await scratch.base() : undefined;
    const mails = await scratch.mails(composition, asked);
    const patches = composition.patches.slice(heading.skip);
    const offset = letter ? 1 : 0;
    return mails
      .map((mail, at) => {
        const patch = patches[at - offset];
        if (patch) return remarked(withBlock(mail, patch satisfies Patch), at === 0 ? remark : '');
        return letter ? filledIn(mail, letter, by) : mail;
      })
      .map(({ name, text }) => ({
        name,
        text:
          base.kind === 'git' ? text.replace(`base-commit: ${stand}`, `base-commit: ${base.commit}`) : text,
      }));
  };
  return withScratch(designs, context, work, by);
}

function remarked({ name, text }: Mail, remark: string): Mail {
  if (remark === '') return { name, text };
  return { name, text: text.replace(/\n---\n/, () => `\n---\n${latin1(remark)}\n\n`) };
}

/** git dates a cover letter by the clock; it has the date of its patches here. */
function filledIn({ name, text }: Mail, letter: CoverLetter, by: Authorship): Mail {
  return {
    name,
    text: text
      .replace(/^Date: .*$/m, () => `Date: ${mailDate(by.date)}`)
      .replace(/^Subject: (\[[^\]]*\])\s+\*\*\* SUBJECT HERE \*\*\*$/m, (_, tags: string) =>
        folded(`Subject: ${tags} ${latin1(letter.subject)}`),
      )
      .replace('*** BLURB HERE ***', () => latin1(letter.text)),
  };
}

/** Header lines of at most 78 columns (RFC 5322, 2.1.1), as git folds its own. */
function folded(field: string): string {
  const lines: string[] = [];
  for (const word of field.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && `${line} ${word}`.length <= 78) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : ` ${word}`);
  }
  return lines.join('\n');
}

/** `1000684800 +0000` as RFC 5322 has it, in UTC: `Mon, 17 Sep 2001 00:00:00 +0000`. */
function mailDate(raw: string): string {
  return new Date(Number(raw.split(' ')[0]) * 1000)
    .toUTCString()
    .replace('GMT', '+0000')
    .replace(', 0', ', ');
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
