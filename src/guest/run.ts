// SPDX-License-Identifier: GPL-2.0-only
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Context } from '../context.ts';
import { requireRoom } from '../output.ts';
import type { GuestEnd } from './classify.ts';
import { ANSWERS_FD } from './command.ts';
import { Monitor } from './monitor.ts';
import type { Asked } from './requests.ts';
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
/** QEMU needs no time to end: it has nothing to save. */
const TERM_MS = 500;

/**
 * Runs a guest to its end, or to the end that a Watch decides on. When this returns or throws, QEMU is gone.
 *
 * @param argv QEMU's command; its serial ports write to `files`
 * @param asked what programs may ask the host for
 * @throws the signal's reason when the context was aborted
 */
export async function runGuest(
  argv: readonly string[],
  files: { console: string; results: string },
  limits: Limits,
  context: Pick<Context, 'signal'>,
  tell: (event: GuestEvent) => void = () => undefined,
  asked: Asked = { devices: [], media: new Map() },
): Promise<GuestRun> {
  context.signal.throwIfAborted();
  await Promise.all([writeFile(files.console, ''), writeFile(files.results, '')]);
  const streams = await Promise.all([Tail.open(files.console), Tail.open(files.results)]);
  const [console, results] = streams;
  let bootSeconds: number | undefined;
  let monitor: Monitor | undefined;
  const withMonitor = argv.includes('-qmp');
  const answering = argv.some((word) => word === `socket,id=answers,fd=${ANSWERS_FD}`);
  const watch = new Watch(limits, (event) => {
    if (event.kind === 'up') bootSeconds = event.seconds;
    if (event.kind === 'ask') monitor?.ask(event.words);
    tell(event);
  });
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const look = async (): Promise<void> => {
    watch.onConsole(await console.more(), seconds());
    watch.onResults(await results.more(), seconds());
  };

  // Not even a kill -9 of this process leaves a QEMU behind: the kernel passes the death on.
  const qemu = execa('setpriv', ['--pdeathsig', 'KILL', '--', ...argv], {
    stdio: [
      ...(withMonitor ? (['pipe', 'pipe'] as const) : (['ignore', 'ignore'] as const)),
      'pipe' as const,
      ...(answering ? (['pipe'] as const) : []),
    ],
    // A place of its own for what is no output to be kept, or it would be read away.
    buffer: { stdout: false, fd3: false },
    reject: false,
    ...{ cancelSignal: context.signal, forceKillAfterDelay: TERM_MS },
  } as const);
  if (withMonitor && qemu.stdin && qemu.stdout) {
    qemu.stdout.once('data', () => watch.onGreeting(seconds()));
    const answers = answering ? (qemu.stdio[ANSWERS_FD] as unknown as Duplex) : undefined;
    const halted = (state: string) => watch.onHalted(state);
    monitor = new Monitor(qemu.stdin, qemu.stdout, argv, asked, halted, answers);
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
      console: await readFile(files.console, 'utf8'),
      results: await readFile(files.results, 'utf8'),
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

/** What is appended to a file, piece by piece. */
class Tail {
  private offset = 0;
  private readonly buffer = Buffer.alloc(65536);

  private constructor(private readonly file: FileHandle) {}

  static async open(path: string): Promise<Tail> {
    return new Tail(await open(path, 'r'));
  }

  /** latin1, so that a character which is still being written does no harm. */
  async more(): Promise<string> {
    let text = '';
    for (;;) {
      const { bytesRead } = await this.file.read(this.buffer, 0, this.buffer.length, this.offset);
      if (bytesRead === 0) return text;
      this.offset += bytesRead;
      text += this.buffer.toString('latin1', 0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
