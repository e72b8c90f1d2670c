// SPDX-License-Identifier: GPL-2.0-only
// The page in a real browser: what it says, what its links do, and that nothing in it does anything else.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { report } from '../src/cli/report.ts';
import { HOSTILE, pageEvidence, writePageRun } from './page-runs.ts';
import { runVerb } from './run-verb.ts';
import { temporaryFolder } from './support.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const BROWSER = '/usr/bin/chromium';

let browser: Browser;
let file: string;

beforeAll(async () => {
  const out = await temporaryFolder();
  const folders = [
    await writePageRun(out, pageEvidence()),
    await writePageRun(out, pageEvidence({ tree: '7.2', machine: 'ppc64-64k', pageSize: 65536 })),
    await writePageRun(out, pageEvidence({ tree: '6.1', machine: 'x86-intel-noremap' })),
  ];
  file = join(out, 'page.html');
  await runVerb(report, [...folders, '--html', file]);
  browser = await puppeteer.launch({
    executablePath: BROWSER,
    // Root may not have a sandbox, and containers have little shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
});
afterAll(() => browser?.close());

interface Opened {
  readonly page: Page;
  /** What the browser complained of, and what it asked of the network. */
  readonly said: string[];
}

async function opened(fragment = '', { width = 1280, scheme = 'light' } = {}): Promise<Opened> {
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && request.frame() && !request.isNavigationRequest())
      said.push(`asks for ${request.url()}`);
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(`${pathToFileURL(file)}${fragment}`);
  await page.waitForSelector('html.ready');
  return { page, said };
}

const texts = (page: Page, selector: string) =>
  page.$$eval(selector, (all) =>
    all
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim()),
  );

describe.each([
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
])('%i pixels wide, %s', (width, scheme) => {
  test('no error, no request, nothing wider than the window, nothing that axe finds', async () => {
    const { page, said } = await opened('#cell=debian-6.1/x86-intel/opt-in-ioctl', { width, scheme });
    // What is folded away counts as well.
    await page.$$eval('details', (all) => {
      for (const one of all) one.open = true;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.evaluate(await readFile(AXE, 'utf8'));
    const violations = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: axe is put into the page as a text
      const { violations: found } = await (globalThis as any).axe.run();
      return found.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
        [id, ...nodes.slice(0, 5).map(({ html }) => html.slice(0, 150))].join(' | '),
      );
    });
    expect(violations).toEqual([]);
    expect(said).toEqual([]);
    await page.close();
  });
});

test('what a stranger reads first is the verdict, then the question, then the designs and the picture', async () => {
  const { page } = await opened();
  expect((await texts(page, 'h1, .sentence strong, h2')).slice(0, 5)).toMatchInlineSnapshot(`
    [
      "May userspace mmap the PCI BAR that holds the MSI-X table?",
      "opt-in ioctl does not do what it promises: of 15 cells 3 failed, 9 passed, 3 could not run here.",
      "The designs",
      "The picture",
      "Trees, machines, designs",
    ]
  `);
  expect(await texts(page, '.picture.wide .row')).toMatchInlineSnapshot(`
    [
      "BAR 0 has",
      "the tree as it is · region flag",
      "with the refusal restored, as before",
      "v4.16 · opt-in ioctl",
      "BAR 0 has",
      "the tree as it is · region flag",
      "with the refusal restored, as before",
      "v4.16 · opt-in ioctl",
    ]
  `);
  await page.close();
});

test('a claim leads to the test behind it, and a cell to its tests, command, console and QEMU', async () => {
  const { page } = await opened();
  await page.click('.answers a');
  await page.waitForSelector('#cell tr.wanted');
  expect(await texts(page, '#cell tr.wanted th')).toMatchInlineSnapshot(`
    [
      "isolation.by_dma",
    ]
  `);
  expect(await texts(page, '#cell h3, #cell h4, #cell .command')).toMatchInlineSnapshot(`
    [
      "prerequisite only on debian:6.1, x86-intel",
      "This cell again",
      "npx kpw test opt-in-ioctl --topic msix-mmap --tree debian:6.1 --machine x86-intel --again",
      "Tests: 3 passed, 1 skipped",
      "Console",
      "QEMU (tcg; 30 s)",
      "qemu-system-x86_64 -m 512",
    ]
  `);
  expect(await page.$eval('#cell tr.wanted', (row) => row === document.activeElement)).toBe(true);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector<HTMLElement>('#cell')?.hidden);
  await page.close();
});

test('a line of a console has a link of its own, and what was left out is said', async () => {
  const { page } = await opened('#cell=debian-6.1/x86-intel/opt-in-ioctl&line=489');
  expect(await texts(page, '#cell .lines .wanted code')).toMatchInlineSnapshot(`
    [
      "[ 1.3] BUG: unable to handle </script><script>document.title="owned"</script><img src=x onerror="document.title=1"> ␛[31mred␛[0m␇ safe⟨U+202E⟩gnp.exe ]]>&amp;"'",
    ]
  `);
  await page.$$eval('#cell .console button', ([button]) => (button as HTMLElement).click());
  expect(await texts(page, '#cell .gap')).toMatchInlineSnapshot(`
    [
      "… 267 lines left out …",
      "… 48 lines left out …",
    ]
  `);
  await page.close();
});

test('the filter leaves what it asks for, by keyboard, and is in the address', async () => {
  const { page } = await opened();
  await page.keyboard.press('/');
  await page.keyboard.type('status:failed tree:7.2 design:opt-in');
  const cells = () => texts(page, '#matrix td[data-status] .word');
  expect(await cells()).toEqual(['failed']);
  expect(await texts(page, '#count')).toEqual(['1 of 15 cells']);
  const { hash } = new URL(page.url());
  expect(hash).toBe('#filter=status%3Afailed+tree%3A7.2+design%3Aopt-in');
  await page.close();
  const again = await opened(hash);
  expect(await texts(again.page, '#matrix td[data-status] .word')).toEqual(['failed']);
  await again.page.click('#matrix td:not(.filtered) a');
  await again.page.waitForSelector('#cell h3');
  expect(new URLSearchParams(new URL(again.page.url()).hash.slice(1)).get('filter')).toBe(
    'status:failed tree:7.2 design:opt-in',
  );
  await again.page.close();
});

test('the table of what the tests saw is of the run that is chosen, and the choice is in the address', async () => {
  const { page } = await opened();
  const doorbell = () =>
    page.$$eval('#seen-table tr', (rows) =>
      rows
        .map((row) => [...row.children].map((cell) => cell.textContent))
        .find(([label]) => label === "the table's page"),
    );
  expect(await doorbell()).toEqual(["the table's page", 'apart', 'apart', 'apart', 'apart', '–']);
  await page.select('#seen-run', 'debian-7.2/ppc64-64k');
  expect(await doorbell()).toEqual(["the table's page", 'shares', 'shares', 'shares', 'shares', '–']);
  expect(new URL(page.url()).hash).toBe('#seen=debian-7.2%2Fppc64-64k');
  await page.close();
});

test('the patches are switched by tree and design, and the choice is in the address', async () => {
  const { page } = await opened();
  await page.select('select[name=design]', 'region-flag');
  expect(await texts(page, '#patches summary')).toMatchInlineSnapshot(`
    [
      "0001 vfio/pci: Restore the MSI-X mmap restriction",
      "0002 vfio/pci: Flag the BAR whose MSI-X table may be mapped",
    ]
  `);
  expect(new URL(page.url()).hash).toBe('#patches=debian-6.1%2Fregion-flag%2F1');
  await page.close();
});

test('a text that looks like markup, a terminal’s colours or a turned line is shown, and does nothing', async () => {
  const { page, said } = await opened('#cell=debian-6.1/x86-intel/opt-in-ioctl');
  expect(await page.title()).toContain('does not do what it promises');
  expect(await page.$$('img')).toEqual([]);
  const all = await page.$eval('body', (body) => body.textContent ?? '');
  expect(all).toContain(HOSTILE.markup);
  expect(all).toContain('safe⟨U+202E⟩gnp.exe');
  expect(all).toContain('␛[31mred␛[0m␇');
  expect(all).not.toMatch(/[\u001b\u202e\u0007]/);
  expect(said).toEqual([]);
  await page.close();
});

test('two versions of a series are compared, the newer run’s first', async () => {
  const out = await temporaryFolder();
  const evidence = pageEvidence();
  const older = await writePageRun(out, evidence);
  const newer = await writePageRun(out, {
    ...evidence,
    ...{ run: '20260202T000000Z-debian-6.1-x86-intel', started: '2026-02-02T00:00:00.000Z' },
  });
  const name = '0001-hostile.patch';
  const patch = join(newer, 'series/opt-in-ioctl', name);
  await writeFile(patch, (await readFile(patch, 'utf8')).replace('+int c;', '+int d;'));
  const target = join(out, 'both.html');
  await runVerb(report, [older, newer, '--html', target]);
  const page = await browser.newPage();
  await page.goto(String(pathToFileURL(target)));
  await page.waitForSelector('html.ready');
  expect(
    await page.$$eval('select[name=version] option', (all) => all.map((one) => one.textContent)),
  ).toMatchInlineSnapshot(`
    [
      "1: 20260202T000000Z-debian-6.1-x86-intel",
      "2: 20260101T000000Z-debian-6.1-x86-intel",
    ]
  `);
  expect(await texts(page, '#patches .range summary')).toMatchInlineSnapshot(`
    [
      "What differs between the versions: 20260101T000000Z-debian-6.1-x86-intel and 20260202T000000Z-debian-6.1-x86-intel",
    ]
  `);
  expect(await page.$eval('#patches .range pre', (one) => one.textContent)).toContain('++int d;');
  await page.close();
});

test('--open writes the page beside the evidence, hands it to the desktop, and says where it is if that has no browser', async () => {
  const out = await temporaryFolder();
  const folder = await writePageRun(out, pageEvidence());
  const programs = await temporaryFolder();
  const path = process.env.PATH;
  const opener = (script: string) => writeFile(join(programs, 'xdg-open'), script, { mode: 0o755 });
  process.env.PATH = `${programs}:${path}`;
  try {
    await opener(`#!/bin/sh\nprintf %s "$1" > ${programs}/asked\n`);
    const { noted } = await runVerb(report, [folder, '--open']);
    expect(await readFile(join(programs, 'asked'), 'utf8')).toBe(join(folder, 'report.html'));
    expect(noted).not.toContain('nothing here opens');
    await opener('#!/bin/sh\nexit 3\n');
    expect((await runVerb(report, [folder, '--open'])).noted).toContain(
      `open ${join(folder, 'report.html')} in a browser`,
    );
  } finally {
    process.env.PATH = path;
  }
});

test('a page is written whole or not at all, and what is wrong has a code', async () => {
  const out = await temporaryFolder();
  const folder = await writePageRun(out, pageEvidence());
  const other = await writePageRun(out, {
    ...pageEvidence({ tree: '7.2' }),
    topic: { id: 'lamps', title: 'May it?' },
  });
  const refused = async (...argv: string[]) =>
    runVerb(report, argv).then(
      () => 'written',
      ({ code, title }) => `${code}: ${title}`,
    );
  const damaged = join(out, 'damaged');
  await writePageRun(out, { ...pageEvidence(), run: 'damaged' });
  await writeFile(join(damaged, 'evidence.json'), '{"schema": 1, "run"');
  const before = await readdir(out);
  expect([
    await refused(folder, '--html', join(out, 'no/such/page.html')),
    await refused(folder, '--html', '/proc/page.html'),
    await refused(folder, '--html', out),
    await refused(folder, other, '--html', join(out, 'page.html')),
    await refused(folder, damaged, '--html', join(out, 'page.html')),
    await refused(folder, 'nosuchrun', '--out', out, '--html', join(out, 'page.html')),
    await refused(folder, other),
  ]).toMatchInlineSnapshot(`
    [
      "OUTPUT_UNWRITABLE: the output cannot be written: there is no such folder",
      "OUTPUT_UNWRITABLE: the output cannot be written: there is no such folder",
      "OUTPUT_UNWRITABLE: the output cannot be written: a folder is in the way",
      "BAD_PARAMETER: a page is about one topic, and these runs are of msix-mmap and lamps",
      "EVIDENCE_UNREADABLE: this evidence is damaged: its JSON is cut short or broken",
      "UNKNOWN_NAME: there is no run "nosuchrun"",
      "BAD_PARAMETER: kpw report prints the table of one run, and 2 are named",
    ]
  `);
  expect(await readdir(out)).toEqual(before);
  // A device stays one.
  await runVerb(report, [folder, '--html', '/dev/null']);
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
});
