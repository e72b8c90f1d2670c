// SPDX-License-Identifier: GPL-2.0-only
// A cluster of one node for tests: munged, slurmctld and slurmd of Debian's packages, in a folder and on ports of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

export interface Cluster {
  /** What clients need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the node's daemon as a power cut would, by its process id. */
  killNode(): void;
  startNode(): Promise<void>;
  end(): Promise<void>;
}

/** Why there can be none here; undefined where there can. */
export function lacking(): string | undefined {
  if (process.getuid?.() !== 0) return 'slurmd and munged are started as root';
  const missing = ['/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch', '/usr/sbin/munged'].filter(
    (path) => !existsSync(path),
  );
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

export async function startCluster(folder: string): Promise<Cluster> {
  for (const name of ['munge', 'state', 'spool', 'log']) mkdirSync(join(folder, name), { recursive: true });
  const [controller, node] = [await freePort(), await freePort()];
  const conf = join(folder, 'slurm.conf');
  const socket = join(folder, 'munge/socket');
  const name = hostname().split('.')[0] as string;
  writeFileSync(
    conf,
    [
      'ClusterName=kpw',
      `SlurmctldHost=${name}(127.0.0.1)`,
      'SlurmUser=root',
      'AuthType=auth/munge',
      'CredType=cred/munge',
      `AuthInfo=socket=${socket}`,
      `SlurmctldPort=${controller}`,
      `SlurmdPort=${node}`,
      `StateSaveLocation=${join(folder, 'state')}`,
      `SlurmdSpoolDir=${join(folder, 'spool')}`,
      `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
      `SlurmdPidFile=${join(folder, 'slurmd.pid')}`,
      `SlurmctldLogFile=${join(folder, 'log/slurmctld.log')}`,
      `SlurmdLogFile=${join(folder, 'log/slurmd.log')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'MpiDefault=none',
      'ReturnToService=2',
      'SlurmdTimeout=10',
      'InactiveLimit=0',
      'KillWait=5',
      'MinJobAge=300',
      `NodeName=${name} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN`,
      `PartitionName=debug Nodes=${name} Default=YES MaxTime=INFINITE State=UP`,
      '',
    ].join('\n'),
  );
  const key = join(folder, 'munge/key');
  writeFileSync(key, randomBytes(1024), { mode: 0o400 });
  for (const path of [folder, join(folder, 'munge')]) chmodSync(path, 0o755);
  const env = { SLURM_CONF: conf };
  const start = (file: string, args: readonly string[]) =>
    spawn(file, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const munged = start('/usr/sbin/munged', [
    '--foreground',
    '--force',
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--log-file=${join(folder, 'log/munged.log')}`,
    `--pid-file=${join(folder, 'munge/pid')}`,
    `--seed-file=${join(folder, 'munge/seed')}`,
  ]);
  await until(() => existsSync(socket), 'munged has no socket');
  const slurmctld = start('/usr/sbin/slurmctld', ['-D', '-f', conf]);
  let slurmd: ChildProcess = start('/usr/sbin/slurmd', ['-D', '-f', conf, '-N', name]);
  const ready = () =>
    until(async () => {
      const { stdout = '' } = await execa('sinfo', ['-h', '-o', '%t'], { env, reject: false });
      return /^(idle|mix|alloc)$/m.test(stdout);
    }, `the node is not ready: see ${folder}/log`);
  const end = async () => {
    await execa('scancel', ['--user=root'], { env, reject: false });
    for (const daemon of [slurmd, slurmctld, munged]) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const gone = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill('SIGTERM');
      const forced = setTimeout(() => daemon.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(forced);
    }
  };
  try {
    await ready();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    env,
    killNode: () => void slurmd.kill('SIGKILL'),
    async startNode() {
      slurmd = start('/usr/sbin/slurmd', ['-D', '-f', conf, '-N', name]);
      await ready();
    },
    end,
  };
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(what);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
