using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Thymus.Cli.Help;

/// <summary>Help that teaches: what System.CommandLine prints, then examples and exit codes of the command.</summary>
internal sealed class TeachingHelp(HelpAction plain) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["thymus"] =
        [
            "thymus trial run studies/nsclc-pembrolizumab-vs-docetaxel.yaml",
            "thymus library verify",
            "thymus model check my-model.ant",
        ],
        ["thymus trial run"] =
        [
            "thymus trial run studies/nsclc-pembrolizumab-vs-docetaxel.yaml",
            "thymus trial run study.yaml --patients 50 --seed 7 --twins --out runs/twins",
            "thymus trial run study.yaml --json > result.json",
        ],
        ["thymus trial resume"] = ["thymus trial resume runs/nsclc-pembrolizumab-vs-docetaxel"],
        ["thymus trial report"] = ["thymus trial report runs/nsclc-pembrolizumab-vs-docetaxel"],
        ["thymus run"] = ["thymus run experiment.omex", "thymus run experiment.sedml --out results", "thymus run replay runs/twins"],
        ["thymus run replay"] = ["thymus run replay runs/nsclc-pembrolizumab-vs-docetaxel"],
        ["thymus run query"] =
        [
            "thymus run query runs/twins \"DESCRIBE patients\"",
            "thymus run query runs/twins \"SELECT arm, avg(doses) FROM patients GROUP BY arm\"",
            "thymus run query runs/twins \"FROM courses\" --csv > courses.csv",
        ],
        ["thymus library list"] = ["thymus library list", "thymus library list --json"],
        ["thymus library show"] = ["thymus library show docetaxel-nsclc"],
        ["thymus library verify"] = ["thymus library verify", "thymus library verify pembrolizumab-nsclc docetaxel-nsclc"],
        ["thymus conformance trajectories"] = ["thymus conformance trajectories biomodels", "thymus conformance trajectories biomodels --models texts --json"],
        ["thymus model check"] = ["thymus model check library/cancer/checkpoint-inhibitors/pembrolizumab-nsclc/model.ant"],
        ["thymus model format"] = ["thymus model format model.ant", "thymus model format --check library/*/*/*/model.ant", "thymus model format --write model.ant"],
        ["thymus model diff"] = ["thymus model diff old.ant new.ant", "thymus model diff model.ant model.xml --json"],
        ["thymus model describe"] = ["thymus model describe model.ant", "thymus model describe model.xml --html --out model.html"],
        ["thymus model convert"] = ["thymus model convert model.xml model.ant", "thymus model convert model.ant model.xml", "thymus model convert model.xml --to antimony"],
        ["thymus model simulate"] =
        [
            "thymus model simulate model.ant --until 21d --every 1d --dose \"135 mg into A1 over 1 h\" --output C,ANC",
            "thymus model simulate model.ant --until 21d --plot",
            "thymus model simulate model.ant --until \"12 weeks\" --dose \"75 mg/m^2 into A1 over 1 h every 3 weeks x 4\" --bsa 1.8 --set \"CL=30 L/h\"",
        ],
    };

    /// <summary>Puts this help in the place of the plain one, for every command below the root.</summary>
    internal static void Teach(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new TeachingHelp((HelpAction)option.Action!);
        }
    }

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;   // who asks for help has not yet given the arguments

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        int code = plain.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (Examples.TryGetValue(ParseProblems.PathOf(parseResult.CommandResult), out string[]? examples))
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        output.WriteLine("Exit codes: 0 done, 2 invalid input, 3 some patients failed, 4 a check failed, 5 file problem, 130 stopped. More: docs/cli.md");
        return code;
    }
}
