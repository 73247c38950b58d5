namespace Thymus.Benchmarks.Cvode;

/// <summary>The C compiler of the machine.</summary>
internal static class CCompiler
{
    /// <summary>Compiles one file; where that cannot be, says why.</summary>
    public static bool Compile(string source, string program, string include, string[] options, out string problem)
    {
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } cc ? cc : "cc";
        problem = "";
        try
        {
            var (code, _, error) = Child.Run(compiler, ["-O3", "-march=native", "-o", program, "-I", include, source, .. options]);
            problem = code == 0 ? "" : $"'{compiler}' cannot build the CVODE program (Debian: apt-get install gcc libsundials-dev): {FirstError(error)}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            problem = $"there is no C compiler '{compiler}' (Debian: apt-get install gcc libsundials-dev)";
        }

        return problem.Length == 0;
    }

    private static string FirstError(string error) =>
        error.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal)) ?? error.Split('\n')[0];
}
