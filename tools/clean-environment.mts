// The environment of the programs that install what the tests need: only these variables, because the programs need no key.
const system = ["PATH", "HOME", "LANG", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"];

const network = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"],
];

// By name, because GOOGLE_API_KEY also starts with GO. Variables that would change the build (GOOS, GOFLAGS, GOWORK) are left out.
const go = [
  ...["GOROOT", "GOTOOLCHAIN", "GOENV", "GOPATH", "GOCACHE", "GOMODCACHE", "GOMAXPROCS", "GOMEMLIMIT"],
  ...["GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH"],
];

export function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    [...system, ...network, ...go].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
