namespace Thymus.Cli.Tests;

/// <summary>The exit codes as docs/cli.md promises them, written down again: a test that took them from the program could not fail.</summary>
internal static class ExitCodes
{
    public const int InvalidInput = 2, CheckFailed = 4, FileProblem = 5;
}
