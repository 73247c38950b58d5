namespace Thymus.Solvers.Lanes;

/// <summary>Names of the methods, for files, commands and reports.</summary>
public static class SolverMethods
{
    /// <summary>The words by which a method is asked for.</summary>
    public static IReadOnlyList<(string Word, SolverMethod Method)> Words { get; } =
    [
        ("rodas5p", SolverMethod.Rodas5P),
        ("rodas4", SolverMethod.Rodas4),
        ("tsit5", SolverMethod.Tsit5),
        ("bdf", SolverMethod.Bdf),
        ("automatic", SolverMethod.Automatic),
    ];

    /// <summary>The method that a word asks for.</summary>
    /// <exception cref="ArgumentException">No method is called so.</exception>
    public static SolverMethod Of(string word)
    {
        foreach ((string known, SolverMethod method) in Words)
        {
            if (known == word)
            {
                return method;
            }
        }

        throw new ArgumentException($"There is no method '{word}'.", nameof(word));
    }

    /// <summary>The word for a method.</summary>
    public static string WordOf(SolverMethod method) => Words.First(w => w.Method == method).Word;

    /// <summary>What a method is, in a few words.</summary>
    public static string Describe(SolverMethod method) => method switch
    {
        SolverMethod.Rodas5P => "Rodas5P (Rosenbrock of order 5, exact Jacobian), one patient per vector lane",
        SolverMethod.Rodas4 => "Rodas4 (Rosenbrock of order 4, exact Jacobian), one patient per vector lane",
        SolverMethod.Tsit5 => "Tsit5 (explicit Runge-Kutta of order 5), one patient per vector lane",
        SolverMethod.Bdf => "Bdf (numerical differentiation formulas of order 1 to 5, exact Jacobian), one patient at a time",
        _ => method.ToString(),
    };
}
