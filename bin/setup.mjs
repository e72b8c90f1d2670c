// SPDX-License-Identifier: GPL-2.0-only
// Makes a fresh checkout ready: npm packages, then Debian packages. Uses nothing but Node, because nothing
// else is there yet. Says what it does before it does it; does nothing at all where nothing is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HOST_LACKS = 3;
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Debian packages by what they are for, on top of those of another purpose. */
const PURPOSES = {
  generate: { packages: ['git', 'patch', 'perl', 'xz-utils'] },
  run: {
    after: 'generate',
    packages: ['gcc', 'libc6-dev', 'make', 'libelf1', 'zstd', 'lz4', 'qemu-system-x86', 'busybox-static'],
  },
  // kconfig is built by flex and bison, timeconst.h by bc; gcc for the host is x86-64's.
  compile: {
    after: 'run',
    packages: ['flex', 'bison', 'bc', 'sparse', 'gcc-aarch64-linux-gnu', 'gcc-powerpc64le-linux-gnu'],
  },
  // Guests of other architectures: their QEMU, and a compiler and a C library for the programs that run in them.
  machines: {
    after: 'compile',
    packages: ['qemu-system-arm', 'qemu-system-ppc', 'libc6-dev-arm64-cross', 'libc6-dev-ppc64el-cross'],
  },
  // objtool is linked with libelf. ccache is used where it is.
  kernels: {
    after: 'machines',
    packages: ['libelf-dev', 'ccache'],
  },
  // b4, because the mails of kpw series are to work with it; a browser for the page of kpw report.
  test: { after: 'machines', packages: ['b4', 'chromium', 'fonts-dejavu-core'] },
  // headers_install, which check-uapi.sh makes, copies by rsync.
  bench: { after: 'test', packages: ['coccinelle', 'rsync'] },
  truth: {
    after: 'test',
    packages: [
      ...['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'],
      ...['gcc-powerpc64le-linux-gnu', 'libc6-dev-ppc64el-cross'],
      ...['gcc-arm-linux-gnueabihf', 'libc6-dev-armhf-cross'],
      ...['gcc-s390x-linux-gnu', 'libc6-dev-s390x-cross'],
    ],
  },
};

const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(`error [HOST_LACKS] ${text}`);
  process.exit(HOST_LACKS);
}

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], cwd: PROJECT, ...options });
  if (result.signal) process.exit(130);
  return result.status === 0;
}

function npmPackages() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node ${process.versions.node} is too old: kpw needs Node 20 or newer.`);
  const stamp = `${PROJECT}node_modules/.kpw-lock`;
  const hash = createHash('sha256')
    .update(readFileSync(`${PROJECT}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('Installing the npm packages of package-lock.json (npm ci) …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    fail('npm ci failed; its message is above. Without a registry within reach, kpw cannot be set up.');
  }
  writeFileSync(stamp, hash);
}

function installed(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of dpkg-query, not of JavaScript
  const { stdout, status } = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name]);
  return status === 0 && String(stdout).startsWith('installed');
}

function packagesFor(purpose) {
  const { after, packages } = PURPOSES[purpose];
  return after ? [...packagesFor(after), ...packages] : packages;
}

function debianPackages(purpose) {
  const wanted = packagesFor(purpose);
  if (spawnSync('dpkg-query', ['--version']).error) {
    fail(`this is not a Debian system; install what these packages hold by hand: ${wanted.join(' ')}`);
  }
  const missing = wanted.filter((name) => !installed(name));
  if (missing.length === 0) return;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  const root = process.getuid?.() === 0;
  const sudo = !root && spawnSync('sudo', ['-n', 'true']).status === 0;
  if (!root && !sudo) {
    fail(`these Debian packages are missing and may be installed by root only. Run:\n    sudo ${command}`);
  }
  say(`kpw needs these Debian packages, installing them with apt: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    root ? run('apt-get', args, { env }) : run('sudo', ['-n', 'apt-get', ...args], { env });
  const install = () => apt('install', '--yes', '--quiet=2', '--no-install-recommends', ...missing);
  // A new machine's lists may be empty or too old for the archive: ask once, then try again.
  if (!install() && !(apt('update', '--quiet=2') && install())) {
    fail(`apt could not install them; its message is above. Run by hand:\n    ${command}`);
  }
}

const purpose = process.argv[2] ?? 'run';
npmPackages();
debianPackages(purpose);
