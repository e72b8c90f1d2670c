// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { requireRoom } from '../output.ts';
import { shownText } from '../shown-text.ts';
import type { GuestEnd } from './guest-end.ts';
import { Monitor } from './monitor.ts';
import type { AskableMachine } from './requests.ts';
import { startQemu } from './start-qemu.ts';
import { Tail } from './tail.ts';
import { type GuestEvent, type Limits, Watch } from './watch.ts';

export interface GuestRun {
  console: string;
  results: string;
  /** QEMU's own. */
  stderr: string;
  end: GuestEnd;
  /** What went wrong with what the guest asked of the host. */
  problems: readonly string[];
  /** From QEMU's start to its end, and to the first line of the result stream. */
  seconds: number;
  bootSeconds?: number;
}

const POLL_MS = 50;
/** Seconds of silence after which the guest's files are looked after: QEMU does not say that they have no room. */
const SILENT = 2;

/**
 * Runs a guest to its end, or to the end that a Watch decides on. When this returns or throws, QEMU is gone.
 *
 * @param argv QEMU's command; its serial ports write to `files`
 * @param asked what programs may ask the host for
 * @param knownSplats reports of the kernel that do not end the run
 * @throws the signal's reason when the context was aborted
 */
export async function runGuest(
  argv: readonly string[],
  files: { console: string; results: string },
  limits: Limits,
  context: Pick<Context, 'signal'>,
  tell: (event: GuestEvent) => void = () => undefined,
  asked: AskableMachine = { devices: [], media: new Map() },
  knownSplats: readonly string[] = [],
): Promise<GuestRun> {
  context.signal.throwIfAborted();
  await Promise.all([writeFile(files.console, ''), writeFile(files.results, '')]);
  const streams = await Promise.all([Tail.open(files.console), Tail.open(files.results)]);
  const [console, results] = streams;
  let bootSeconds: number | undefined;
  let monitor: Monitor | undefined;
  const watch = new Watch(
    limits,
    (event) => {
      if (event.kind === 'up') bootSeconds = event.seconds;
      if (event.kind === 'ask') monitor?.ask(event.words);
      tell(event);
    },
    knownSplats,
  );
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const look = async (): Promise<void> => {
    watch.onConsole(await console.more(), seconds());
    watch.onResults(await results.more(), seconds());
  };

  const { qemu, monitor: channel, answers } = startQemu(argv, context.signal);
  if (channel) {
    channel.output.once('data', () => watch.onGreeting(seconds()));
    const halted = (state: string) => watch.onHalted(state);
    monitor = new Monitor(channel.input, channel.output, argv, asked, halted, answers);
  }
  let stopped: GuestEnd | undefined;
  let looked = 0;
  try {
    for (let running = true; running; ) {
      running = await Promise.race([qemu.then(() => false), sleep(POLL_MS, true)]);
      await look();
      if (running && watch.silence(seconds()) >= looked + SILENT) {
        looked = watch.silence(seconds());
        await requireRoom(dirname(files.console));
      } else if (watch.silence(seconds()) < SILENT) looked = 0;
      const why = running ? watch.stop(seconds()) : undefined;
      if (why) {
        stopped = { kind: 'stopped', why };
        qemu.kill('SIGTERM');
        running = false;
      }
    }
    const ended = await qemu;
    context.signal.throwIfAborted();
    return {
      console: shownText(await readFile(files.console)),
      results: shownText(await readFile(files.results)),
      // Execa's own words where there was nothing to start.
      stderr: ended.stderr || (ended.exitCode === undefined && !stopped ? (ended.shortMessage ?? '') : ''),
      end: stopped ?? { kind: 'exited', status: ended.exitCode, signal: ended.signal },
      seconds: seconds(),
      problems: monitor?.problems ?? [],
      ...(bootSeconds === undefined ? {} : { bootSeconds }),
    };
  } finally {
    monitor?.close();
    // After an exception of our own as after an abort.
    qemu.kill('SIGKILL');
    await qemu;
    await Promise.all(streams.map((stream) => stream.close()));
  }
}
