import { describe, expect, it } from 'vitest';
import { isSecretsFile } from '../../src/completion/secretsFile.ts';

describe('isSecretsFile', () => {
  it.each([
    '.env',
    'app/.env.production',
    'config/prod.env',
    'certs/server.pem',
    'certs/Server.KEY',
    'id_rsa',
    '.ssh/id_ed25519',
    '.netrc',
    '_netrc',
    '.npmrc',
    '.pypirc',
    '.git-credentials',
    '/home/me/.aws/credentials',
    '/home/me/.aws/config',
    'credentials.json',
    'secrets.yaml',
    'app/secrets.production.json',
    'service-account-prod.json',
    'infra/prod.tfvars',
  ])('counts %s as secret', (path) => {
    expect(isSecretsFile(path)).toBe(true);
  });

  it.each([
    '.env.example',
    'src/environment.ts',
    'src/credentials.ts',
    'src/secrets.ts',
    'id_rsa.pub',
    'src/keys/index.ts',
    'monkey.py',
    'docs/secrets.md',
    'main.tf',
  ])('leaves %s alone', (path) => {
    expect(isSecretsFile(path)).toBe(false);
  });
});
