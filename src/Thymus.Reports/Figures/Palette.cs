namespace Thymus.Reports.Figures;

/// <summary>Colours of Okabe and Ito (2008, "Color Universal Design"), with a dash and a sign so that none is needed to tell arms apart.</summary>
internal static class Palette
{
    private static readonly ArmStyle[] Styles =
    [
        new("#0072B2", "#9CC9E3", null, 0),
        new("#D55E00", "#F0BC94", "7 3", 1),
        new("#007A59", "#8FD0BC", "2 3", 2),
        new("#A8457C", "#E3B7CF", "9 3 2 3", 3),
        new("#8A6100", "#EBCB82", "4 2", 6),
        new("#3B3B3B", "#B5B5B5", "12 4", 4),
    ];

    /// <summary>Colour of lines that mark a border, such as −30 %.</summary>
    public const string Reference = "#7b8794";

    /// <summary>Style of the arm with that index.</summary>
    public static ArmStyle Arm(int index) => Styles[index % Styles.Length];

    /// <summary>Colour of a best overall response: blues for response, yellow for stable, orange for progression, grey for unknown.</summary>
    public static string Response(string response) => response switch
    {
        "CR" => "#00446B",
        "PR" => "#56B4E9",
        "SD" => "#F0C84B",
        "PD" => "#D55E00",
        _ => "#A0A7AE",
    };

    /// <summary>A best overall response in words.</summary>
    public static string ResponseWords(string response) => response switch
    {
        "CR" => "complete response",
        "PR" => "partial response",
        "SD" => "stable disease",
        "PD" => "progressive disease",
        "NE" => "not evaluable",
        _ => response,
    };
}

/// <summary>How an arm looks.</summary>
/// <param name="Colour">Lines and text; at least 4.5:1 on white, or large.</param>
/// <param name="Light">Bands and light parts of bars.</param>
/// <param name="Dash">SVG dash pattern, or <see langword="null"/> for a full line.</param>
/// <param name="Sign">Shape of points, see <see cref="Canvas.Sign"/>.</param>
internal sealed record ArmStyle(string Colour, string Light, string? Dash, int Sign);
