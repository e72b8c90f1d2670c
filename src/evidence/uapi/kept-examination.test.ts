// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support.ts';
import { Cache } from '../../cache.ts';
import type { TreeBase } from '../../kernel/tree.ts';
import type { Designs, MailedSeries } from '../../series/generate.ts';
import type { ExaminedDesign } from './examined-design.ts';
import { keptExamination } from './kept-examination.ts';
import { LEFT_OUT } from './left-out.ts';

/** Of the state of a test: what differs from the first examination. */
interface State {
  readonly base?: TreeBase;
  readonly text?: string;
  /** A file that another design of the run changes. */
  readonly beside?: string;
  readonly prerequisite?: string;
  readonly mail?: string;
  readonly rules?: string | undefined;
  readonly disable?: readonly string[];
  readonly origins?: readonly string[];
}

const COMMIT: TreeBase = { kind: 'git', commit: '1234', path: '/linux' };

/** Asks for an examination, and says whether it was made. */
async function asker() {
  const cache = new Cache(await temporaryFolder());
  return async (state: State = {}): Promise<boolean> => {
    const {
      base = COMMIT,
      text = 'int lamp;',
      prerequisite = 'int dim;',
      mail = 'lamp',
      rules = 'r',
    } = state;
    const { disable = LEFT_OUT, origins = [] } = state;
    const pristine = new Map([['lamp.c', 'int dark;']]);
    const composition = (own: string) => ({ edited: { texts: new Map([['lamp.c', own]]) } });
    const designs = {
      tree: { spec: 'lamp', base },
      baseline: { pristine: { texts: pristine } },
      prerequisite: composition(prerequisite),
      variants: [
        { composition: { edited: { texts: new Map([[state.beside ?? 'lamp.c', 'int beside;']]) } } },
      ],
    };
    const one = { variant: { id: 'lamp' }, composition: composition(text), mails: [{ text: mail }] };
    const program =
      'rules' in state && state.rules === undefined
        ? undefined
        : { stamp: 's', rules, path: '', thread: { start: '', program: '' } };
    let made = false;
    await keptExamination(
      designs as unknown as Designs,
      one as unknown as MailedSeries,
      { disable, origins, run: undefined },
      {
        cache,
        ...(program ? { program } : {}),
        signal: new AbortController().signal,
        report: () => undefined,
      },
      async () => {
        made = true;
        return {} as ExaminedDesign;
      },
    );
    return made;
  };
}

test('the same series on the same tree is examined once', async () => {
  const ask = await asker();
  expect([await ask(), await ask()]).toEqual([true, false]);
});

test('another text, prerequisite, mail, rule, tree, origin or choice of rules is examined anew', async () => {
  const ask = await asker();
  await ask();
  for (const state of [
    { text: 'int bulb;' },
    { beside: 'bulb.c' },
    { prerequisite: 'int bulb;' },
    { mail: 'bulb' },
    { rules: 'q' },
    { base: { ...COMMIT, commit: '5678' } },
    { origins: ['<a@b.example>'] },
    { disable: [...LEFT_OUT, 'message'] },
  ])
    expect([state, await ask(state), await ask(state)]).toEqual([state, true, false]);
});

test.each([
  ['of a folder', { base: { kind: 'directory', path: '/linux' } }],
  ['where the rules are not known', { rules: undefined }],
  ['where a rule asks for the rest of the tree', { disable: [] }],
] as [string, State][])('nothing is kept %s', async (_, state) => {
  const ask = await asker();
  expect([await ask(state), await ask(state)]).toEqual([true, true]);
});
