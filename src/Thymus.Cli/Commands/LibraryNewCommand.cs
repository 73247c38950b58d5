using System.CommandLine;
using Thymus.Therapies;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus library new</c>.</summary>
internal static class LibraryNewCommand
{
    internal static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "Path below the library, such as allergy/biologics/my-antibody. Its last part is unique in the library." };
        var kind = new Option<string>("--kind")
        {
            Description = "therapy: a drug with a response; model: without a drug; module: a part that models of others import.",
            HelpName = "KIND",
            DefaultValueFactory = _ => TherapyScaffold.Kinds[0],
        }.AcceptOnlyFromAmong([.. TherapyScaffold.Kinds]);
        var title = new Option<string?>("--title") { Description = "Title for people.", HelpName = "TEXT" };
        Option<string?> folder = SharedOptions.Library();
        var command = new Command("new", "Begin a therapy: a folder with model, checks, therapy.yaml, README and figure that works at once, to be changed. Nothing is overwritten.") { id, kind, title, folder };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetRequiredValue(id), parsed.GetRequiredValue(kind), parsed.GetValue(title), parsed.GetValue(folder), terminal, cancellation)));
        return command;
    }

    private static int Run(string id, string kind, string? title, string? folder, Terminal terminal, CancellationToken cancellation)
    {
        if (SharedOptions.FindLibrary(folder, terminal) is not { } library)
        {
            return ExitCode.InvalidInput;
        }

        var (made, problem, suggestion) = TherapyScaffold.Create(library, id, kind, title);
        if (made is null)
        {
            terminal.Say($"error: {problem}");
            terminal.Say($"try: {suggestion}");
            return ExitCode.InvalidInput;
        }

        int drawn = LibraryFiguresCommand.Run(library, [id], isCheck: false, terminal, cancellation);
        terminal.Result(made);
        terminal.Say($"Change its files, and now and then: thymus library verify {id}; thymus library figures {id}. A guide: docs/guides/add-a-therapy.md");
        return drawn;
    }
}
