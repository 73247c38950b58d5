namespace Thymus.Cli;

/// <summary>Exit codes, listed in docs/cli.md. Scripts depend on them: add, never renumber.</summary>
internal static class ExitCode
{
    /// <summary>Done as asked.</summary>
    internal const int Success = 0;

    /// <summary>A fault of Thymus itself.</summary>
    internal const int InternalError = 1;

    /// <summary>An option, study, therapy, model or run folder cannot be used as it is.</summary>
    internal const int InvalidInput = 2;

    /// <summary>The run is complete, and some patients could not be simulated.</summary>
    internal const int SomePatientsFailed = 3;

    /// <summary>A check failed: a published number is not reproduced, or a replay differs.</summary>
    internal const int CheckFailed = 4;

    /// <summary>A file or folder could not be read or written: disk full, no permission.</summary>
    internal const int FileProblem = 5;

    /// <summary>Stopped with Ctrl-C; what was finished is safe.</summary>
    internal const int Interrupted = 130;
}
