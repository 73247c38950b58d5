using Thymus.Reports.Figures;
using Thymus.Reports.Words;
using Thymus.Therapies;
using Thymus.Trials;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>The data of a report with what several sections look up.</summary>
internal sealed class TrialView
{
    /// <summary>A view of the data.</summary>
    public TrialView(ReportData data)
    {
        Data = data;
        var byArm = data.Patients.ToLookup(p => p.Arm);
        Arms = [.. data.Analysis.Arms.Select((a, i) => new ArmView(
            a, data.Study.Arms.FirstOrDefault(s => s.Id == a.Arm), Palette.Arm(i),
            new ArmPatients(a.Arm, ArmView.Short(a.Arm), Palette.Arm(i), [.. byArm[a.Arm]])))];
        Therapies = [.. data.Study.Arms.Select(a => a.Therapy).DistinctBy(t => t.Id)];
        double months = Math.Floor(1.01 * data.Study.Duration / Format.DaysPerMonth);   // 104 weeks are 24 months to a reader
        Milestone = months >= 12 ? 12 : months >= 6 ? 6 : Math.Max(1, months);
        double step = months > 36 ? 12 : months >= 12 ? 6 : months >= 6 ? 3 : 1;
        Landmarks = [.. Enumerable.Range(1, (int)Math.Min(8, months / step)).Select(i => i * step)];
    }

    /// <summary>What was given.</summary>
    public ReportData Data { get; }

    /// <summary>The study.</summary>
    public Study Study => Data.Study;

    /// <summary>Arms in the order of the analysis.</summary>
    public IReadOnlyList<ArmView> Arms { get; }

    /// <summary>Each therapy once.</summary>
    public IReadOnlyList<Therapy> Therapies { get; }

    /// <summary>The time at which survival is put beside harm [months]: 12 where follow-up allows.</summary>
    public double Milestone { get; }

    /// <summary>Times of the landmark table [months].</summary>
    public IReadOnlyList<double> Landmarks { get; }

    /// <summary>Days of a landmark; one that lies up to 1 % after the end of follow-up is read at the end.</summary>
    public double Days(double months) => Math.Min(months * Format.DaysPerMonth, Study.Duration);

    /// <summary>Title of an arm by its id.</summary>
    public string Title(string arm) => Arms.FirstOrDefault(a => a.Id == arm)?.Title ?? ArmView.Short(arm);

    /// <summary>Whether a section has something to say.</summary>
    public bool Has(string section) => section switch
    {
        "endpoints" => Data.Analysis.Endpoints.Length > 0,
        "overall-survival" => Study.HasSurvival,
        "progression-free-survival" or "response" => Study.HasTumour,
        "exposure" => Data.Bands.Length > 0,
        "same-patient" => Study.Twins && Arms.Count > 1,
        "published" => Data.Analysis.Published.Length > 0,
        _ => true,
    };
}

/// <summary>An arm: its results, its design, its looks and its patients.</summary>
internal sealed record ArmView(ArmAnalysis Results, Arm? Design, ArmStyle Style, ArmPatients Drawn)
{
    /// <summary>Arm id.</summary>
    public string Id => Results.Arm;

    /// <summary>Short name for tables and figures: the id, as a word.</summary>
    public string Title => Short(Id);

    /// <summary>Title as the study gives it, for the flow and the list of arms.</summary>
    public string FullTitle => Format.Unit(Results.Title);

    /// <summary>Patients in the analysis.</summary>
    public int Analysed => Results.Patients - Results.Failed;

    /// <summary>The short name that belongs to an id.</summary>
    public static string Short(string id) =>
        id.Length == 0 ? id : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' ').Replace('_', ' ');
}
