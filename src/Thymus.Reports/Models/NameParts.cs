using System.Collections.Frozen;

namespace Thymus.Reports.Models;

/// <summary>A name as it is set: what stands on the line, and what below it.</summary>
/// <param name="Main">On the line; a Greek letter where the name spells one.</param>
/// <param name="Sub">Below the line, in parts that commas separate.</param>
internal sealed record NameParts(string Main, IReadOnlyList<string> Sub)
{
    private const int LongestMain = 4;

    private static readonly FrozenDictionary<string, string> Letters = (
        "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ chi χ psi ψ omega ω "
        + "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω")
        .Split(' ').Chunk(2).ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    /// <summary>The Greek letter of a word, or <see langword="null"/>.</summary>
    public static string? LetterOf(string word) => Letters.GetValueOrDefault(word);

    /// <summary>The name of a Greek letter, as LaTeX spells it; or <see langword="null"/>.</summary>
    public static string? WordOf(string letter) => Letters.FirstOrDefault(p => p.Value == letter).Key;

    /// <summary>Splits at underscores and before trailing digits: <c>k_on</c>, <c>C1</c>, <c>alpha_2</c>. A name that does not split so stays as it is.</summary>
    public static NameParts Of(string name)
    {
        string[] parts = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || name[0] == '_')
        {
            return new NameParts(name, []);
        }

        string main = parts[0];
        if (parts.Length > 1 && main.Length > LongestMain && LetterOf(main) is null && main.Any(char.IsAsciiLetterLower))
        {
            return new NameParts(name, []);   // words, such as days_per_week
        }

        var sub = parts[1..].Select(p => LetterOf(p) ?? p).ToList();
        string letters = main.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        if (letters.Length > 0 && letters.Length < main.Length && letters.All(char.IsAsciiLetter))
        {
            sub.Insert(0, main[letters.Length..]);
            main = letters;
        }

        return new NameParts(LetterOf(main) ?? main, sub);
    }
}
