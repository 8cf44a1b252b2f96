/** Names of files that hold keys and passwords by convention: nothing is suggested in them and nothing is taken from them. */
const secretNames: readonly RegExp[] = [
  /^\.env$/,
  /^\.env\.(?!example$|sample$|template$|dist$|defaults$)/,
  /\.env$/,
  /^\.envrc$/,
  /\.(pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk|asc|gpg|ovpn)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  /^[._]netrc$/,
  /^\.(npmrc|pypirc|pgpass|htpasswd|dockercfg|git-credentials|vault_pass|s3cfg)$/,
  /^credentials(\.(json|ya?ml|toml|ini|csv|xml|db))?$/,
  /^\.?secrets?(\.[\w-]+)*\.(json|ya?ml|toml|ini|env|properties|tfvars)$/,
  /^\.?secrets?$/,
  /^service[-_]?account[\w-]*\.json$/,
  /^(kubeconfig|master\.key|shadow|passwd)$/,
  /\.tfvars(\.json)?$/,
];

/** The same, told apart only by their folder. */
const secretPaths: readonly RegExp[] = [/(^|\/)\.(aws|ssh|gnupg)\//, /(^|\/)\.docker\/config\.json$/, /(^|\/)\.kube\//];

/** `path` with `/`, absolute or relative; letter case does not matter. A public key (`.pub`) is no secret. */
export function isSecretsFile(path: string): boolean {
  const lowered = path.toLowerCase();
  const name = lowered.slice(lowered.lastIndexOf('/') + 1);
  if (name.endsWith('.pub')) return false;
  return secretNames.some((pattern) => pattern.test(name)) || secretPaths.some((pattern) => pattern.test(lowered));
}
