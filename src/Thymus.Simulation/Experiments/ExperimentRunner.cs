using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Experiments;

/// <summary>
/// Runs an experiment in SED-ML, Level 1: time courses, steps and steady states, repeated too, changes of models, reports and plots of curves (docs/formats/sedml.md).
/// </summary>
public sealed class ExperimentRunner
{
    private const string TimeSymbol = "urn:sedml:symbol:time";

    private readonly ExperimentDocument _document;
    private readonly ExperimentModels _models;
    private readonly ExperimentTasks _tasks;
    private readonly Dictionary<string, ImmutableArray<double>?> _data = [];

    private ExperimentRunner(ExperimentFiles files, ExperimentDocument document, CancellationToken cancellation)
    {
        _document = document;
        _models = new ExperimentModels(files, document);
        _tasks = new ExperimentTasks(document, _models, cancellation);
    }

    /// <summary>Runs one. What cannot be run is reported by name; what can be is in the result, beside errors.</summary>
    /// <param name="files">The archive, or the folder of the experiment.</param>
    /// <param name="path">Path of the SED-ML file in it.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="InvalidDataException">A file is larger than the limits.</exception>
    public static Checked<ExperimentResult> Run(ExperimentFiles files, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<Diagnostic> findings = [];
        if (Root(files, path, findings) is not { } root)
        {
            return new Checked<ExperimentResult>(null, [.. findings]);
        }

        var document = new ExperimentDocument(path, root, findings);
        var result = new ExperimentRunner(files, document, cancellation).Run();
        return new Checked<ExperimentResult>(result, [.. findings.Distinct()]);
    }

    private static XElement? Root(ExperimentFiles files, string path, List<Diagnostic> findings)
    {
        string problem = "there is no such file";
        int line = 1;
        try
        {
            if (files.Read(path) is { } text)
            {
                var root = ExperimentFiles.Parse(text).Root!;
                if (root.Name.LocalName == "sedML" && (string?)root.Attribute("level") == "1")
                {
                    return root;
                }

                problem = root.Name.LocalName == "sedML" ? "it is not Level 1" : $"it begins with <{root.Name.LocalName}>, not with <sedML>";
            }
        }
        catch (XmlException wrong)
        {
            (problem, line) = (wrong.Message, Math.Max(1, wrong.LineNumber));
        }

        findings.Add(new Diagnostic(ExperimentRules.Unreadable, new SourceSpan(path, line, 1, 0), "name a SED-ML file or a COMBINE archive", problem));
        return null;
    }

    private ExperimentResult Run()
    {
        var reports = ImmutableArray.CreateBuilder<ExperimentReport>();
        var plots = ImmutableArray.CreateBuilder<ExperimentPlot>();
        foreach (var output in _document.List("listOfOutputs"))
        {
            if ((string?)output.Attribute("id") is not { Length: > 0 } id || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                _document.Report(ExperimentRules.Unreadable, output, "give it an id of letters, digits and _", "an output has no id that can be the name of a file");
            }
            else if (output.Name.LocalName == "report")
            {
                if (Report(output, id) is { } report)
                {
                    reports.Add(report);
                }
            }
            else if (output.Name.LocalName == "plot2D")
            {
                if (Plot(output, id) is { } plot)
                {
                    plots.Add(plot);
                }
            }
            else
            {
                _document.Report(ExperimentRules.Unsupported, output, "see docs/formats/sedml.md for what is", ExperimentDocument.Describe(output));
            }
        }

        return new ExperimentResult(reports.ToImmutable(), plots.ToImmutable());
    }

    private ExperimentReport? Report(XElement output, string id)
    {
        var columns = ImmutableArray.CreateBuilder<(string, ImmutableArray<double>)>();
        bool isWhole = true;
        foreach (var set in output.Descendants().Where(e => e.Name.LocalName == "dataSet"))
        {
            if (Data((string?)set.Attribute("dataReference") ?? "", set) is { } values)
            {
                columns.Add(((string?)set.Attribute("label") ?? (string?)set.Attribute("id") ?? "", values));
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? new ExperimentReport(id, (string?)output.Attribute("name"), columns.ToImmutable()) : null;
    }

    private ExperimentPlot? Plot(XElement output, string id)
    {
        var curves = ImmutableArray.CreateBuilder<ExperimentCurve>();
        bool isLogX = IsLogarithmic(output, "xAxis"), isLogY = IsLogarithmic(output, "yAxis"), isWhole = true;
        string xLabel = LabelOf(output, "xAxis") ?? "", yLabel = LabelOf(output, "yAxis") ?? "";
        foreach (var curve in output.Elements().Where(e => e.Name.LocalName == "listOfCurves").Elements())
        {
            if (curve.Name.LocalName != "curve")
            {
                isWhole = _document.Report(ExperimentRules.Unsupported, curve, "see docs/formats/sedml.md for what is", ExperimentDocument.Describe(curve));
                continue;
            }

            string x = (string?)curve.Attribute("xDataReference") ?? "", y = (string?)curve.Attribute("yDataReference") ?? "";
            isLogX |= (string?)curve.Attribute("logX") is "true" or "1";
            isLogY |= (string?)curve.Attribute("logY") is "true" or "1";
            if (Data(x, curve) is { } xs && Data(y, curve) is { } ys)
            {
                xLabel = xLabel.Length > 0 ? xLabel : NameOf(x);
                curves.AddRange(Curves((string?)curve.Attribute("name") ?? NameOf(y), xs, ys, PartsOf(y)));
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? new ExperimentPlot(id, (string?)output.Attribute("name"), xLabel, yLabel, isLogX, isLogY, curves.ToImmutable()) : null;
    }

    // A curve for every repetition of a task, where these have more than a point each.
    private static IEnumerable<ExperimentCurve> Curves(string name, ImmutableArray<double> x, ImmutableArray<double> y, ImmutableArray<TaskPart> parts)
    {
        int total = parts.Sum(p => p.Length);
        if (parts.All(p => p.Length <= 1) || x.Length != total || y.Length != total)
        {
            yield return new ExperimentCurve(name, x, y);
            yield break;
        }

        int at = 0;
        foreach (var (length, label) in parts)
        {
            yield return new ExperimentCurve($"{name}, {label}", x[at..(at + length)], y[at..(at + length)]);
            at += length;
        }
    }

    private ImmutableArray<TaskPart> PartsOf(string generator) => _document.Find("dataGenerator", generator) is { } element
        && element.Descendants().FirstOrDefault(e => e.Attribute("taskReference") is not null) is { } variable && _tasks.Run((string)variable.Attribute("taskReference")!, variable) is { } result
            ? result.Parts : [];

    // The values of a data generator; null after a finding.
    private ImmutableArray<double>? Data(string id, XElement user)
    {
        if (_data.TryGetValue(id, out var known))
        {
            return known;
        }

        if (_document.Find("dataGenerator", id) is not { } generator)
        {
            _document.Report(ExperimentRules.UnknownReference, user, null, ExperimentDocument.Describe(user), "the data generator", id);
            return null;
        }

        _data[id] = null;
        Dictionary<string, ImmutableArray<double>> values = [];
        foreach (var item in generator.Descendants().Where(e => e.Parent!.Name.LocalName is "listOfVariables" or "listOfParameters"))
        {
            if (ValuesOf(item) is not { } column)
            {
                return null;
            }

            values[(string?)item.Attribute("id") ?? ""] = column;
        }

        return _data[id] = _document.Formula(generator, values.Keys)?.Evaluate(values);
    }

    private ImmutableArray<double>? ValuesOf(XElement item)
    {
        if (item.Name.LocalName == "parameter")
        {
            return ExperimentMath.Number((string?)item.Attribute("value")) is { } value ? [value] : Unknown(item, "the value", (string?)item.Attribute("value") ?? "");
        }

        string target = (string?)item.Attribute("target") ?? "", symbol = (string?)item.Attribute("symbol") ?? "";
        if ((string?)item.Attribute("taskReference") is not { } task)
        {
            return SimplePath.Parse(target)?.Id is { } constant && _models.ValueOf((string?)item.Attribute("modelReference") ?? "", constant, item) is { } value
                ? [value]
                : Unknown(item, "the value of", target);
        }

        bool isTime = symbol is TimeSymbol or "KISAO:0000832";
        string? name = SimplePath.Parse(target)?.Id;
        if (!isTime && name is null)
        {
            _document.Report(ExperimentRules.Unsupported, item, "write the path as /sbml:sbml/sbml:model/…[@id='A']", $"the target '{(target.Length > 0 ? target : symbol)}' of {ExperimentDocument.Describe(item)}");
            return null;
        }

        return _tasks.Run(task, item) is not { } result ? null : isTime ? result.Times : result.Columns[name!];
    }

    private ImmutableArray<double>? Unknown(XElement item, string what, string name)
    {
        _document.Report(ExperimentRules.UnknownReference, item, null, ExperimentDocument.Describe(item), what, name);
        return null;
    }

    private string NameOf(string generator) => (string?)_document.Find("dataGenerator", generator)?.Attribute("name") ?? generator;

    private static bool IsLogarithmic(XElement plot, string axis) => (string?)AxisOf(plot, axis)?.Attribute("type") == "log10";

    private static string? LabelOf(XElement plot, string axis) => (string?)AxisOf(plot, axis)?.Attribute("name");

    private static XElement? AxisOf(XElement plot, string axis) => plot.Elements().FirstOrDefault(e => e.Name.LocalName == axis);
}
