// `unit` runs from source in seconds; `engine` drives the real Pulumi CLI with the built package. `faults` and `chaos` do so
// for longer and are no part of `npm test`, nor is `consumers`, which installs the packed file with what the registry has.
const common = {
  testEnvironment: "node",
  transform: { "\\.m?ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false, useESM: true }] },
  extensionsToTreatAsEsm: [".mts"],
  // The dynamic imports of files of ours are written with the extension that they have in dist.
  moduleNameMapper: {
    "^\\./contract\\.js$": "<rootDir>/provider/api/contract",
    "^\\./lookup-requests\\.js$": "<rootDir>/provider/lookup-requests",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/examples/"],
};

export default {
  // Jest leaves one core free by default: on a machine of two that is half of it.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(engine|faults|chaos|consumers)/"],
    },
    ...["engine", "faults", "chaos", "consumers"].map((displayName) => ({
      ...common,
      displayName,
      testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
      globalSetup: "<rootDir>/test/engine/setup.ts",
      setupFilesAfterEnv: ["<rootDir>/test/engine/harness/each-file.ts"],
    })),
  ],
};
