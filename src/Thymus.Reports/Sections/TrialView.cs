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
            new ArmPatients(a.Arm, a.Title, Palette.Arm(i), [.. byArm[a.Arm]])))];
        Therapies = [.. data.Study.Arms.Select(a => a.Therapy).DistinctBy(t => t.Id)];
        double months = Math.Floor((data.Study.Duration / Format.DaysPerMonth) + 1e-6);
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

    /// <summary>Title of an arm by its id.</summary>
    public string Title(string arm) => Arms.FirstOrDefault(a => a.Id == arm)?.Title ?? arm;

    /// <summary>Whether a section has something to say.</summary>
    public bool Has(string section) => section switch
    {
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

    /// <summary>Title for people.</summary>
    public string Title => Results.Title;

    /// <summary>Patients in the analysis.</summary>
    public int Analysed => Results.Patients - Results.Failed;
}
