import { corpus } from '/work/wt/uapi/test/mutations/corpus/index.ts';
import { baseOf, outcomeOf } from '/work/wt/uapi/test/mutations/outcome.ts';
import { openSide } from '/work/wt/uapi/src/uapi/side.ts';
import { Cache } from '/work/wt/uapi/src/cache.ts';
const context = { cache: new Cache('/work/cache/kpw'), signal: new AbortController().signal, report: () => {} };
let right = 0;
for (const series of ['6.12', '7.2']) {
  const base = baseOf(await openSide(`debian:${series}`, undefined, context as never));
  for (const m of corpus.filter((one) => one.tree === series)) {
    const { wrong, decisive, findings } = outcomeOf(m, base);
    if (wrong === undefined) right++;
    else {
      console.log(`${m.id} (${m.title}): ${wrong} [label ${m.label.verdict.join('|')}] ${decisive?.rule}: ${decisive?.message}`);
      for (const f of findings.filter((f) => f.effect !== 'additive').slice(0, 5)) console.log(`     ${f.effect} ${f.rule} ${f.message}`);
    }
  }
}
console.log(`${right} of ${corpus.length} right`);
