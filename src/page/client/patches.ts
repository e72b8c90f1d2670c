// SPDX-License-Identifier: GPL-2.0-only
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readState, writeState } from './state.ts';

/** The switch between trees, designs and versions: one series is shown at a time. */
export function switchPatches(): () => void {
  const place = document.querySelector<HTMLElement>('[data-switch=patches]');
  if (!place) return () => undefined;
  const select = (name: string) => place.querySelector<HTMLSelectElement>(`select[name=${name}]`);
  const [tree, design, version] = [select('tree'), select('design'), select('version')];
  const articles = [...document.querySelectorAll<HTMLElement>('#patches .patch')];
  const none = document.querySelector<HTMLElement>('#patches .none');
  const versions = version ? [...version.options] : [];
  const show = () => {
    const own = `${tree?.value}/${design?.value}`;
    const possible = versions.filter(({ value }) => value.startsWith(`${own}/`));
    if (version) {
      version.replaceChildren(...possible);
      const label = version.closest('label');
      if (label) label.hidden = possible.length < 2;
    }
    const chosen = version?.value || `${own}/1`;
    let any = false;
    for (const article of articles) {
      const series = (article.dataset.series ?? '').split(' ');
      const shown = series.includes(chosen) || (series.includes(`${own}/*`) && possible.length > 1);
      article.hidden = !shown;
      any ||= shown;
    }
    if (none) none.hidden = any;
  };
  const restore = () => {
    const [wantedTree, wantedDesign, number] = (readState().get('patches') ?? '').split('/');
    if (tree && wantedTree) tree.value = wantedTree;
    if (design && wantedDesign) design.value = wantedDesign;
    show();
    if (version && number) {
      version.value = `${wantedTree}/${wantedDesign}/${number}`;
      show();
    }
  };
  place.addEventListener('change', () => {
    show();
    writeState({ patches: version?.value || `${tree?.value}/${design?.value}/1` });
  });
  restore();
  return restore;
}
