using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Antimony;

/// <summary>What holds for the SBML of any text with submodels.</summary>
public sealed class ConversionLawTests
{
    private const string Models =
        "model m(x, S1)\n  x = 1; S1 -> y; k*S1; E: at k after y > 1, priority = x: x = k, z = 2\n  z := 2*k; y = 3^k; k = 2; J2: $S1 -> S3; x\n  S3 in C; C = 2\n"
        + "  w' = x; w = 1; constraint c: x > 0; y -o J2; \n  alg: 0 = v - x\nend\nmodel n(S1)\n  I: m(S1_), timeconv=2\n  I.k = 3; J: S1 -> q; I.k*q; q = 1\n  u := I.z; unit un = 2 mole; q has un\nend\n"
        + "A: m(X)\nB: m(), timeconv=2, extentconv=e in D\nN: n(Y)\ne = 2; D = 1\n";

    private static readonly string[] Statements =
    [
        "N.I.S1 is A.S1", "N.q is X", "A.x is B.x",
        "A.S1 is S", "A.y is yy", "yy = 3", "yy := 2*time", "A.z is zz", "zz := 5", "zz := ", "A.w is ww", "ww' = 2", "B.w * cf is ww", "B.k is A.k / cf2",
        "A.x = 4", "A.z := 3", "A.w' = 1", "A.z := ", "delete A.S1", "delete A.k", "delete A.E", "delete A.x", "delete B.y", "delete N.I", "delete N.I.w",
        "delete A.c", "constraint A.c: X > 1", "A.alg: 0 = X - A.x", "delete A.C", "delete N.un", "delete A.J2", "delete A.S3", "delete A", "p := A.y + N.u + N.I.w", "K: A.S1 -> S; B.k*A.S3", "E1: at A.x > 1: A.w = 2, B.x = 1", "A.J2 is Jtop", "Jtop: S -> ; S",
        "A.S3 in D", "A.x has N.un", "A.k is \"name\"", "A.x.mean = N.q", "substanceOnly species X", "const A.k", "var A.k", "X = 1; cf = 3",
    ];

    private static readonly Gen<string> AnyModel =
        Gen.Int[0, Statements.Length - 1].Array[0, 12].Select(choice => Models + string.Join('\n', choice.Distinct().Select(i => Statements[i])));

    [Fact]
    public void Every_reference_names_something_and_the_text_reads_back_the_same()
    {
        int converted = 0;
        AnyModel.Sample(
            text =>
            {
                if (Convert(text) is not { } document)
                {
                    return;
                }

                Interlocked.Increment(ref converted);
                var findings = new DiagnosticBag();
                var back = new SbmlText("written.xml", findings).Read(SbmlWriter.Write(document));
                Assert.NotNull(back);
                Assert.Empty(SbmlComparison.Differences(document, back));
                Assert.Empty(Unresolved(back));
            },
            iter: PropertyInputs.AtLeast(600));

        Assert.True(converted > 60, $"only {converted} texts converted");
    }

    [Fact]
    public void What_converts_can_be_read_unless_a_finding_says_why() => AnyModel.Sample(
        text =>
        {
            var read = AntimonyReader.Read(text, "any.ant");
            Assert.True(read.Succeeded || read.Findings.Any(f => f.IsError));
            Assert.DoesNotContain(read.Findings, f => f.Rule.Code.StartsWith("TH11", StringComparison.Ordinal) || f.Rule.Code.StartsWith("TH21", StringComparison.Ordinal));
        },
        iter: PropertyInputs.AtLeast(600));

    private static SbmlElement? Convert(string text)
    {
        var findings = new DiagnosticBag();
        return AntimonyToSbml.Convert(Parser.Parse(new SourceText(text, "any.ant"), findings), null, findings);
    }

    /// <summary>References into submodels that name nothing, and names in formulas and elements that are not there.</summary>
    private static List<string> Unresolved(SbmlElement document)
    {
        var models = document.Children.Where(c => c.Name == "model").Concat(document.List(SbmlNamespace.Comp, "listOfModelDefinitions")).ToDictionary(m => m["id"]!);
        List<string> wrong = [];
        foreach (var model in models.Values)
        {
            HashSet<string> ids = [.. model.Tree().Where(e => e.Name is not ("port" or "unitDefinition")).Select(e => e["id"]).OfType<string>()];
            HashSet<string> functions = [.. model.List("listOfFunctionDefinitions").Select(f => f["id"]!)];
            foreach (var element in model.Tree())
            {
                string?[] names = [element["variable"], element["symbol"], element["species"], element["compartment"], element["timeConversionFactor"], element["conversionFactor"]];
                wrong.AddRange(names.OfType<string>().Where(n => !ids.Contains(n)).Select(n => $"{model["id"]}: {element.Name} names {n}"));
                if (element.Name == "ci" && !ids.Contains(element.Text.Trim()) && !functions.Contains(element.Text.Trim()))
                {
                    wrong.Add($"{model["id"]}: a formula names {element.Text}");
                }

                if (element.Name is "replacedElement" or "replacedBy" && !Names(element, Definition(model, element["submodelRef"])))
                {
                    wrong.Add($"{model["id"]}: {element.Name} {element["submodelRef"]} {element["idRef"]}{element["portRef"]}{element["metaIdRef"]}");
                }
            }

            foreach (var submodel in model.List(SbmlNamespace.Comp, "listOfSubmodels"))
            {
                wrong.AddRange(submodel.List(SbmlNamespace.Comp, "listOfDeletions").Where(d => !Names(d, models[submodel["modelRef"]!]))
                    .Select(d => $"{model["id"]}: deletion {submodel["id"]} {d["idRef"]}{d["portRef"]}{d["metaIdRef"]}"));
            }
        }

        return wrong;

        SbmlElement Definition(SbmlElement model, string? submodel) =>
            models[model.List(SbmlNamespace.Comp, "listOfSubmodels").First(s => s["id"] == submodel)["modelRef"]!];

        bool Names(SbmlElement reference, SbmlElement model)
        {
            string? id = reference["portRef"] is { } port
                ? model.List(SbmlNamespace.Comp, "listOfPorts").FirstOrDefault(p => p["id"] == port)?["idRef"] : reference["idRef"];
            if (reference.Child(SbmlNamespace.Comp, "sBaseRef") is { } inner)
            {
                return Names(inner, Definition(model, id));
            }

            return reference["unitRef"] is { } unit ? model.List("listOfUnitDefinitions").Any(u => u["id"] == unit)
                : reference["metaIdRef"] is { } metaid ? model.Tree().Any(e => e["metaid"] == metaid)
                : id is not null && model.Tree().Any(e => e["id"] == id && e.Name is not "port");
        }
    }
}
