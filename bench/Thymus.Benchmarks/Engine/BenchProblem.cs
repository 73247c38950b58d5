using Thymus.Language.Diagnostics;

namespace Thymus.Benchmarks.Engine;

/// <summary>Something that the user has to put right; the message says what.</summary>
internal sealed class BenchProblem(string message) : Exception(message)
{
    /// <summary>The findings about a file, one a line.</summary>
    public static BenchProblem Of(IEnumerable<Diagnostic> findings) =>
        new(string.Join(Environment.NewLine, findings.Where(f => f.IsError).Select(f => f.ToString())));
}
