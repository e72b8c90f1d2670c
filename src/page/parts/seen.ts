// SPDX-License-Identifier: GPL-2.0-only
import { html, type Markup } from '../markup.ts';
import type { ShownPage } from '../model.ts';
import { seenKey } from '../seen-data.ts';

/** What the tests saw: the table that kpw run prints, one run at a time. The page's script fills it in. */
export function seen({ runs }: ShownPage): Markup {
  return html`<section id="seen" aria-labelledby="seen-title">
    <h2 id="seen-title">What the tests saw</h2>
    <p class="switch"><label>Run <select id="seen-run">${runs.map((run) => html`<option value=${seenKey(run)}>${run.evidence.tree.spec} on ${run.evidence.machine.id}</option>`)}</select></label></p>
    <div id="seen-table" class="scrolled" tabindex="0" role="group" aria-label="what the tests saw"></div>
    <noscript><p>The table needs the page's script; <code>kpw report RUN</code> prints it.</p></noscript>
  </section>`;
}
