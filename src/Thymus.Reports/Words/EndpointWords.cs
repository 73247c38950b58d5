using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;

namespace Thymus.Reports.Words;

/// <summary>Declared endpoints and their results in words.</summary>
public static class EndpointWords
{
    /// <summary>Unit of an endpoint's values; empty for pure numbers.</summary>
    public static string Unit(ContinuousEndpoint endpoint) => Format.UnitUnlessPure(endpoint.Reading.Unit.Text);

    /// <summary>A title with the unit in brackets.</summary>
    public static string TitleWithUnit(ContinuousAnalysis endpoint) =>
        Unit(endpoint.Endpoint) is { Length: > 0 } unit ? $"{endpoint.Title} ({unit})" : endpoint.Title;

    /// <summary>How a number is read: <c>score, average of readings every day from 142 to 147 weeks, change from baseline</c>.</summary>
    public static string Words(EndpointReading reading, string output)
    {
        bool isInWeeks = reading.From % 7 == 0 && reading.To % 7 == 0;
        string Edge(double days) => isInWeeks || days == 0 ? Time(days) : Format.Plural(days, "day");
        string window = $"from {Edge(reading.From)} to {Edge(reading.To)}, read {(reading.Every == 1 ? "daily" : $"every {Time(reading.Every)}")}";
        string what = reading.Take switch
        {
            Taken.Average => $"average {window}",
            Taken.Area => $"area under the curve {window}",
            Taken.Maximum => $"largest value {window}",
            Taken.Minimum => $"smallest value {window}",
            Taken.TimeOfMaximum => $"time of the largest value {window}",
            Taken.TimeOfMinimum => $"time of the smallest value {window}",
            _ => $"at {Time(reading.From)}",
        };
        string from = reading.Baseline > 0 ? $"the value at {Time(reading.Baseline)}" : "baseline";
        string measure = reading.Measure switch
        {
            Measure.Change => $", minus {from}",
            Measure.PercentChange => $", change from {from} in %",
            Measure.Fold => $", divided by {from}",
            _ => string.Empty,
        };
        string limit = double.IsNaN(reading.DetectionLimit) ? string.Empty : $"; values below {Format.Significant(reading.DetectionLimit)} count as half of that";
        return $"{output}, {what}{measure}{limit}";
    }

    /// <summary>A limit of responders: <c>at most −75 %</c>.</summary>
    public static string Words(ResponseThreshold threshold, EndpointReading? reading)
    {
        string unit = reading is null ? string.Empty : Format.UnitUnlessPure(reading.Unit.Text) is { Length: > 0 } u ? "\u00A0" + u : string.Empty;
        return threshold.Probability is not null ? "drawn with the probability that the model gives"
            : double.IsFinite(threshold.AtLeast) && double.IsFinite(threshold.AtMost)
                ? $"{Format.Significant(threshold.AtLeast)} to {Format.Significant(threshold.AtMost)}{unit}"
            : double.IsFinite(threshold.AtLeast) ? $"at least {Format.Significant(threshold.AtLeast)}{unit}"
            : $"at most {Format.Significant(threshold.AtMost)}{unit}";
    }

    /// <summary>An estimate with its interval, with digits that fit the width of the interval.</summary>
    public static string Value(Estimate e)
    {
        if (double.IsNaN(e.Value))
        {
            return "—";
        }

        int decimals = Decimals(e);
        bool isPoint = e.High - e.Low <= 1e-9 * Math.Abs(e.Value);   // everyone alike
        return isPoint || (double.IsNaN(e.Low) && double.IsNaN(e.High)) ? Format.Fixed(e.Value, decimals) : $"{Format.Fixed(e.Value, decimals)} ({Format.Interval(e, decimals, 1, "—")})";
    }

    /// <summary>Decimals that show an estimate to about a tenth of the width of its interval, four digits at most.</summary>
    public static int Decimals(Estimate e)
    {
        double width = Math.Abs(e.High - e.Low);
        double scale = width > 0 && double.IsFinite(width) ? width / 5 : Math.Abs(e.Value) / 100;
        double size = Math.Max(Math.Abs(e.Value), double.IsFinite(width) ? width : 0);
        int most = size > 1e-9 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6) : 1;
        return scale > 0 ? Math.Clamp((int)Math.Ceiling(-Math.Log10(scale)), 0, most) : Math.Min(1, most);
    }

    /// <summary>
    /// Number needed to treat from a difference of proportions (its inverse, with the inverted ends of the interval: Altman 1998,
    /// doi:10.1136/bmj.317.7168.1309); where the interval holds no difference, no number.
    /// </summary>
    public static string NumberNeeded(Estimate difference, Better better)
    {
        if (double.IsNaN(difference.Value) || better is Better.Neither)
        {
            return "—";
        }

        if (!(difference.Low * difference.High > 0))
        {
            return "no difference shown";
        }

        bool isBenefit = difference.Value > 0 == better is Better.Higher;
        double from = Math.Min(Math.Abs(1 / difference.Low), Math.Abs(1 / difference.High)), to = Math.Max(Math.Abs(1 / difference.Low), Math.Abs(1 / difference.High));
        double value = Math.Abs(1 / difference.Value);
        int decimals = value < 20 ? 1 : 0;
        return $"{Format.Fixed(value, decimals)} ({Format.Fixed(from, decimals)}–{Format.Fixed(to, decimals)}){(isBenefit ? string.Empty : " to harm one")}";
    }

    /// <summary>A ratio as the relative difference it is: <c>−21.3 % (−28.1 to −13.9)</c>.</summary>
    public static string Relative(Estimate ratio) => double.IsNaN(ratio.Value)
        ? "—"
        : $"{Format.Fixed(100 * (ratio.Value - 1), 1)}\u00A0% ({Format.Interval(new(ratio.Value - 1, ratio.Low - 1, ratio.High - 1), 1, 100, "—")})";

    /// <summary>What a published unit measures, as a heading.</summary>
    public static string PublishedUnit(string unit) => unit switch
    {
        "%" => "Proportions and changes (%)",
        "months" or "month" or "d" => $"Times ({unit})",
        "" or "1" or "dimensionless" => "Pure numbers: scores, ratios",
        _ => $"In {Format.Unit(unit)}",
    };

    /// <summary>Which direction is good, as a clause; empty when neither is.</summary>
    public static string Direction(Better better) => better switch
    {
        Better.Lower => "lower is better",
        Better.Higher => "higher is better",
        _ => string.Empty,
    };

    /// <summary>An arm against the control by one endpoint.</summary>
    public static string Versus(EndpointAnalysis endpoint, string arm) => endpoint switch
    {
        ContinuousAnalysis { Endpoint.IsGeometric: true } g => g.Comparisons.FirstOrDefault(c => c.Arm == arm) is { } c ? $"ratio {Value(c.Ratio)}" : string.Empty,
        ContinuousAnalysis m => m.Comparisons.FirstOrDefault(c => c.Arm == arm) is { } c ? $"difference {Value(c.Difference)}" : string.Empty,
        ResponderAnalysis r => r.Comparisons.FirstOrDefault(c => c.Arm == arm) is { } c ? $"difference {Points(c.Difference)}" : string.Empty,
        TimeToEventAnalysis t => t.Comparisons.FirstOrDefault(c => c.Arm == arm) is { } c
            ? endpoint.Better is Better.Higher ? $"HR {Hazard(c.Survival)}"
            : $"efficacy {(double.IsNaN(c.Efficacy.Value) ? Format.PercentWithInterval(c.RateEfficacy) : Format.PercentWithInterval(c.Efficacy))}"
            : string.Empty,
        _ => string.Empty,
    };

    /// <summary>A hazard ratio with its interval and the log-rank test.</summary>
    public static string Hazard(SurvivalComparison c) => double.IsNaN(c.HazardRatio.Value)
        ? "not estimable"
        : $"{Format.Fixed(c.HazardRatio.Value, 2)} ({Format.Interval(c.HazardRatio, 2, 1, "—")}), {Format.P(c.LogRankP)}";

    /// <summary>A difference of proportions in percentage points.</summary>
    public static string Points(Estimate difference) => double.IsNaN(difference.Value)
        ? "not estimable"
        : $"{Format.Fixed(100 * difference.Value, 1)} points ({Format.Interval(difference, 1, 100, "—")})";

    /// <summary>A time of the study: weeks where they are whole, else days; the begin is <c>the start</c>.</summary>
    public static string Time(double days) => days == 0 ? "the start" : Format.Span(days);
}
