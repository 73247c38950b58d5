using Thymus.Language.Text;
using Thymus.Store;

namespace Thymus.Cli.Commands;

/// <summary>Texts of models in files, or through standard input and output for the name <c>-</c>.</summary>
internal static class ModelFiles
{
    /// <summary>The name that stands for standard input or output.</summary>
    internal const string Standard = "-";

    /// <summary>The longest text that is read [characters].</summary>
    private const int LongestModel = 24 << 20;

    /// <summary>Reads a text; a problem with the file ends the command with exit code 5.</summary>
    internal static string Read(string path)
    {
        string problem;
        string? text = path == Standard ? SourceFile.Read(Console.In, LongestModel, out problem) : SourceFile.Read(path, LongestModel, out problem);
        return text ?? throw new StoreException($"cannot open '{path}': {problem}", "check the path of the model");
    }

    /// <summary>Writes a file that is there whole or not at all; where a link stands, what it points to.</summary>
    internal static void Write(string path, string text)
    {
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        string temporary = target + ".tmp";
        File.WriteAllText(temporary, text);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }

        File.Move(temporary, target, overwrite: true);
    }
}
