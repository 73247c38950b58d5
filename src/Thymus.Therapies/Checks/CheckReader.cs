using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;

namespace Thymus.Therapies.Checks;

/// <summary>The checks of a therapy.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Therapy">The therapy that they are about.</param>
/// <param name="Checks">In the order of the file.</param>
public sealed record CheckList(string File, Therapy Therapy, ImmutableArray<Check> Checks);

/// <summary>Reads checks: checks.yaml of a therapy, or a file from elsewhere that names a therapy or a model.</summary>
public sealed class CheckReader
{
    private readonly Therapy _therapy;
    private readonly DiagnosticList _findings;

    private CheckReader(Therapy therapy, DiagnosticList findings)
    {
        (_therapy, _findings) = (therapy, findings);
    }

    /// <summary>Reads the checks beside a therapy; a therapy without checks.yaml has an empty list.</summary>
    public static Checked<CheckList> Read(Therapy therapy)
    {
        ArgumentNullException.ThrowIfNull(therapy);
        string path = Path.Combine(therapy.Folder, "checks.yaml");
        if (!File.Exists(path))
        {
            return new(new(path, therapy, []), []);
        }

        var findings = new DiagnosticList();
        if (Open(path, findings) is not { } file)
        {
            return new(null, [.. findings]);
        }

        foreach (string key in (string[])["therapy", "model"])
        {
            if (file.Has(key))
            {
                file.Report(key, TherapyRules.Inconsistent, "leave it out", $"checks.yaml is about the therapy beside it, so it has no '{key}'");
            }
        }

        return Finish(path, therapy, file, findings);
    }

    /// <summary>Reads a file of checks from anywhere.</summary>
    /// <param name="path">The file. Its key <c>therapy</c> is an id of the library; <c>model</c> is a file in its own folder or below, or below the library.</param>
    /// <param name="library">The library; <see langword="null"/> when there is none, and then the file has to name a model.</param>
    /// <param name="therapy">A therapy that the caller names; then the file names none.</param>
    public static Checked<CheckList> ReadFile(string path, TherapyLibrary? library, string? therapy = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var findings = new DiagnosticList();
        if (!File.Exists(path))
        {
            return new(null, [YamlReader.Missing(LibraryFiles.Shown(Path.GetFullPath(path)), default, Directory.Exists(path) ? "it is a folder, not a file" : "it does not exist")]);
        }

        if (Open(path, findings) is not { } file)
        {
            return new(null, [.. findings]);
        }

        int named = (therapy is null ? 0 : 1) + (file.Has("therapy") ? 1 : 0) + (file.Has("model") ? 1 : 0);
        if (named != 1)
        {
            findings.Add(new(
                TherapyRules.Inconsistent, file.Span, "therapy: pembrolizumab-nsclc, or model: my-model.ant",
                named == 0 ? "the file does not say which therapy or model it checks" : "the therapy or model is named more than once"));
            return new(null, [.. findings]);
        }

        Checked<Therapy> read;
        if (file.Has("model"))
        {
            read = TherapyReader.OfModel(file.Text("model"), Path.GetDirectoryName(Path.GetFullPath(path))!, library?.Root, file.Place("model"));
        }
        else if (library is not null)
        {
            read = library.Read(therapy ?? file.Text("therapy"), therapy is null ? file.Place("therapy") : default);
        }
        else
        {
            read = new(null, [new(TherapyRules.MissingFile, file.Place("therapy"), "name the folder with --library", "library", "the library of therapies does not exist")]);
        }

        findings.AddRange(read.Findings);
        return read.Succeeded ? Finish(path, read.Value, file, findings) : new(null, [.. findings]);
    }

    private static Section? Open(string path, DiagnosticList findings)
    {
        var read = YamlReader.ReadFile(path, LibraryFiles.Shown(Path.GetFullPath(path)));
        findings.AddRange(read.Findings);
        return read.Value is null ? null : Section.Open(read.Value, CheckKeys.File, findings);
    }

    private static Checked<CheckList> Finish(string path, Therapy therapy, Section file, DiagnosticList findings)
    {
        var checks = new CheckReader(therapy, findings).Checks(file);
        bool failed = findings.Any(f => f.IsError);
        return new(failed ? null : new(path, therapy, checks), [.. findings]);
    }

    private ImmutableArray<Check> Checks(Section file)
    {
        var patients = new Dictionary<string, CheckPatient>(StringComparer.Ordinal);
        foreach (var entry in file.Entries("patients"))
        {
            if (Section.Open(entry.Value, CheckKeys.Patient, _findings) is { } section)
            {
                patients[entry.Key] = new PatientReader(_therapy, _findings).Read(entry.Key, section);
            }
        }

        var checks = ImmutableArray.CreateBuilder<Check>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in file.List("checks", CheckKeys.Check))
        {
            if (Check(section, patients) is not { } check)
            {
                continue;
            }

            if (!ids.Add(check.Id))
            {
                section.Report("id", TherapyRules.DuplicateName, null, "check", check.Id);
            }

            checks.Add(check);
        }

        return checks.ToImmutable();
    }

    private Check? Check(Section section, Dictionary<string, CheckPatient> patients)
    {
        var reader = new StatisticReader(_therapy, patients, _findings);
        var around = reader.ContextOf(section, new(new(CheckPatient.Reference, []), null));
        var statistic = section.Node("statistic") is { } node ? reader.Read(node, around) : null;
        string confidence = CovariateReader.Confidence(section);
        if (PublishedReader.Read(section, statistic?.Unit) is not { } published || statistic is null)
        {
            return null;
        }

        return new()
        {
            Id = section.Text("id"),
            Quantity = section.Text("quantity"),
            Statistic = statistic,
            Formulas = reader.Formulas,
            Published = published.Value,
            Range = published.Range,
            Tolerance = published.Tolerance,
            IsRelative = published.IsRelative,
            Explained = published.Explained,
            Source = section.Text("source"),
            Confidence = confidence,
        };
    }
}
