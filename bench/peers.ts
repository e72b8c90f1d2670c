// SPDX-License-Identifier: GPL-2.0-only
// The corpus of mutations before check-uapi.sh, abidiff, checkpatch and the kernel's header test.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache, defaultCacheRoot } from '../src/cache.ts';
import { PROJECT } from '../src/cli/project.ts';
import type { Context } from '../src/context.ts';
import { openSide } from '../src/uapi/side/open.ts';
import { corpus } from '../test/mutations/corpus/index.ts';
import type { Mutation, Verdict } from '../test/mutations/mutation.ts';
import { type Base, baseOf, outcomeOf } from '../test/mutations/outcome.ts';
import { abidiff } from './peers-abidiff.ts';
import { checkUapi } from './peers-check-uapi.ts';
import { page } from './peers-page.ts';
import { edited, type PeerTree, peerTree } from './peers-tree.ts';
import { abidiffAlone, checkpatch, headerTest, type Said, type Tool } from './peers-verdicts.ts';

export type Results = Record<string, Partial<Record<Tool, Said>>>;

const OUT = join(PROJECT, 'out', 'peers');
const RESULTS = join(OUT, 'results.json');

/** Runs the tools over the mutations that are named, or all that are not in out/peers/results.json yet. */
async function peers(names: readonly string[]): Promise<Results> {
  const here = context();
  mkdirSync(OUT, { recursive: true });
  const program = await abidiff(here);
  const results = resultsSoFar();
  const keep = (id: string, said: Partial<Record<Tool, Said>>) => {
    results[id] = { ...results[id], ...said };
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  };
  for (const series of new Set(corpus.map(({ tree }) => tree))) {
    const chosen = corpus.filter(
      ({ id, tree }) => tree === series && (names.length === 0 || names.includes(id)),
    );
    const lacking = (tool: Tool) => chosen.filter(({ id }) => names.length > 0 || !results[id]?.[tool]);
    if (lacking('checkpatch').length + lacking('check-uapi.sh').length === 0) continue;
    const tree: PeerTree = await peerTree(series, OUT, here);
    for (const mutation of lacking('checkpatch')) {
      const job = { mutation, tree, work: OUT, abidiff: program };
      keep(mutation.id, {
        'header test': await headerTest(job),
        abidiff: await abidiffAlone(job),
        checkpatch: await checkpatch(job),
      });
    }
    const judged: Mutation[] = [];
    for (const mutation of lacking('check-uapi.sh')) {
      const refused = results[mutation.id]?.['header test']?.text.startsWith('error: ');
      // The script ends where headers_install does, and with no header changed it says so and ends.
      if (refused)
        keep(mutation.id, { 'check-uapi.sh': { verdict: 'failed', text: 'headers_install fails' } });
      else if (edited(mutation).length > 0 || 'include/uapi/Kbuild' in mutation.edits) judged.push(mutation);
      else keep(mutation.id, { 'check-uapi.sh': { verdict: 'silent', text: 'no header changed' } });
    }
    if (judged.length === 0) continue;
    const { said, seconds, output } = await checkUapi(judged, tree, OUT, program);
    writeFileSync(join(OUT, `check-uapi-${series}.log`), output);
    process.stdout.write(`check-uapi.sh, ${judged.length} mutations of ${series}: ${seconds.toFixed(0)} s\n`);
    for (const [id, one] of said) keep(id, { 'check-uapi.sh': one });
  }
  return results;
}

function resultsSoFar(): Results {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
  } catch {
    return {};
  }
}

/** `npm run bench -- peers [ID...]`: runs what is missing, and writes the page. */
export async function peersPage(names: readonly string[]): Promise<void> {
  const results = await peers(names);
  const verdicts = new Map<string, { verdict: Verdict; right: boolean }>();
  const bases = new Map<string, Base>();
  for (const mutation of corpus) {
    const base =
      bases.get(mutation.tree) ?? baseOf(await openSide(`debian:${mutation.tree}`, undefined, context()));
    bases.set(mutation.tree, base);
    const { verdict, wrong } = outcomeOf(mutation, base);
    verdicts.set(mutation.id, { verdict, right: wrong === undefined });
  }
  writeFileSync(join(PROJECT, 'docs', 'uapi-peers.md'), page(results, verdicts));
}

function context(): Context {
  return {
    cache: new Cache(defaultCacheRoot()),
    signal: new AbortController().signal,
    report: () => undefined,
  };
}
