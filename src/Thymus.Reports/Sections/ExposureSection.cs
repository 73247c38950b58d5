using Thymus.Reports.Figures;
using Thymus.Reports.Html;

namespace Thymus.Reports.Sections;

/// <summary>Concentrations and laboratory values over time.</summary>
internal static class ExposureSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        int number = 0;
        foreach (var group in trial.Data.Bands.GroupBy(b => (b.Label, b.Unit)))
        {
            number++;
            new BandFigure(
                "course-" + number.ToString(System.Globalization.CultureInfo.InvariantCulture), group.Key.Label, group.Key.Unit,
                [.. group.Select(b => (trial.Title(b.Arm), trial.Arms.FirstOrDefault(a => a.Id == b.Arm)?.Style ?? Palette.Arm(0), b))]).Write(html);
        }
    }
}
