using System.CommandLine;
using SharpFuzz;
using Thymus.Fuzz;

var folder = new Argument<string>("folder") { Description = "Folder with the program to instrument in place." };
var instrument = new Command("instrument", "Makes the assemblies of Thymus in a folder, and the scanner of YAML that it reads with, count their branches.") { folder };
instrument.SetAction(parsed =>
{
    string from = parsed.GetRequiredValue(folder);
    foreach (string path in Directory.GetFiles(from, "Thymus.*.dll").Append(Path.Combine(from, "YamlDotNet.dll")).Where(p => !p.EndsWith("Thymus.Fuzz.dll", StringComparison.Ordinal)))
    {
        Fuzzer.Instrument(path, _ => true, Options.Value);
    }
});

var name = new Argument<string>("target") { Description = string.Join(", ", Target.All.Select(t => t.Name)) };
name.AcceptOnlyFromAmong([.. Target.All.Select(t => t.Name)]);
var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 1, Description = "Time to search." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of the search." };
var from = new Option<string[]>("--from") { AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], Description = "Folders with files to begin with." };
var to = new Option<string>("--out") { Required = true, Description = "Folder for what is found." };
var search = new Command("search", "Changes inputs of a reader until something is wrong with one: an exception, a hang, much memory, a wrong place.")
{
    name, minutes, seed, from, to,
};
search.SetAction((parsed, cancellation) =>
{
    var target = Target.All.Single(t => t.Name == parsed.GetRequiredValue(name));
    string output = Directory.CreateDirectory(parsed.GetRequiredValue(to)).FullName;
    var seeds = parsed.GetValue(from)!.Where(Directory.Exists)
        .SelectMany(f => target.Patterns.SelectMany(p => Directory.EnumerateFiles(f, p, SearchOption.AllDirectories)))
        .Order(StringComparer.Ordinal)
        .SelectMany(p => target.IsLines ? File.ReadLines(p).Select(System.Text.Encoding.UTF8.GetBytes) : [File.ReadAllBytes(p)]);
    using var session = new Session(target, output, parsed.GetValue(seed));
    int faults = session.Run(seeds, TimeSpan.FromMinutes(parsed.GetValue(minutes)), Console.Out, cancellation);
    return Task.FromResult(faults == 0 ? 0 : 4);
});
var files = new Argument<string[]>("files") { Description = "Inputs, such as those that a search found." };
var once = new Command("once", "Runs inputs again, each once, and says what is wrong with it.") { name, files };
once.SetAction(parsed =>
{
    var target = Target.All.Single(t => t.Name == parsed.GetRequiredValue(name));
    string running = Path.GetTempFileName();
    using var watch = new Watch(running);
    int faults = 0;
    foreach (string file in parsed.GetRequiredValue(files))
    {
        string? wrong = watch.Run(target, File.ReadAllBytes(file));
        faults += wrong is null ? 0 : 1;
        Console.WriteLine($"{file}: {wrong ?? "nothing is wrong"}");
    }

    File.Delete(running);
    return faults == 0 ? 0 : 4;
});
return await new RootCommand("Searches for inputs that break a reader of Thymus.") { instrument, search, once }.Parse(args).InvokeAsync();
