// `unit` runs from source in seconds; `engine` drives the real Pulumi CLI with the built package. No part of `npm test`, since
// they take minutes more, are `showcase`, `faults`, `chaos`, and `consumers`, which installs the packed file from the registry.
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
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(engine|showcase|faults|chaos|consumers)/"],
    },
    ...["engine", "showcase", "faults", "chaos", "consumers"].map((displayName) => ({
      ...common,
      displayName,
      testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
      globalSetup: "<rootDir>/test/support/setup.ts",
    })),
  ],
};
