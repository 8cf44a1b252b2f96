import { expect, it } from 'vitest';
import { groupPlaces } from '../../../src/harness/sandbox/controlGroup.ts';

it('looks above its own group in version 2: a group with processes cannot have limited ones below it', () => {
  const mounts = '29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n';
  expect(groupPlaces(mounts, '0::/user.slice/user@1000.service/app.slice/a.scope\n')).toEqual([
    { folder: '/sys/fs/cgroup/user.slice/user@1000.service/app.slice', version: 2 },
    { folder: '/sys/fs/cgroup/user.slice/user@1000.service', version: 2 },
    { folder: '/sys/fs/cgroup/user.slice', version: 2 },
    { folder: '/sys/fs/cgroup', version: 2 },
  ]);
  expect(groupPlaces(mounts, '0::/\n')).toEqual([{ folder: '/sys/fs/cgroup', version: 2 }]);
});

it('takes the tree of processes in version 1, and version 2 before it where both are there', () => {
  const mounts = [
    '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
    '39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids',
    '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw',
  ].join('\n');
  expect(groupPlaces(mounts, '8:pids:/a\n4:memory:/b\n0::/\n')).toEqual([
    { folder: '/sys/fs/cgroup/unified', version: 2 },
    { folder: '/sys/fs/cgroup/pids/a', version: 1 },
    { folder: '/sys/fs/cgroup/pids', version: 1 },
  ]);
});

it('counts paths from what is mounted, and finds nothing where there is nothing', () => {
  const mounts = '39 31 0:36 /docker/x /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n';
  expect(groupPlaces(mounts, '8:pids:/docker/x\n')).toEqual([{ folder: '/sys/fs/cgroup/pids', version: 1 }]);
  expect(groupPlaces(mounts, '8:pids:/../..\n')).toEqual([]);
  expect(groupPlaces('', '')).toEqual([]);
});
