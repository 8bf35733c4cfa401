using System.Globalization;
using Digits;
using Embedded;

const int Success = 0, Unreadable = 1, WrongUse = 2;
const string Usage = """
    Reads the handwritten digit in each of some PNG files.

    Usage: read-digit [--show] <file>...

      <file>    a PNG file with one digit, anywhere in it, of any size and colours; - is the standard input
      --show    shows what the network sees, too
      --help    this text

    Exit codes: 0 success, 1 some file has no digit or cannot be read, 2 a wrong option or no file.
    """;

string[] files = [.. args.Where(argument => argument == "-" || !argument.StartsWith('-'))];
string[] options = [.. args.Except(files)];
if (options.Contains("--help"))
{
    Console.WriteLine(Usage);
    return Success;
}

if (options.FirstOrDefault(option => option != "--show") is { } unknown)
    return Complain($"There is no option '{unknown}'; --help lists them.", WrongUse);
if (files.Length == 0)
    return Complain("Name at least one PNG file; --help says more.", WrongUse);

int exit = Success;
int widest = Math.Clamp(files.Max(file => file.Length), 4, 50);
Console.WriteLine($"{"file".PadRight(widest)}  digit  probability  or else");
foreach (string file in files)
{
    try
    {
        Picture picture = Picture.Read(file);
        float[] cells = new float[DigitNet.InputSize];
        if (!DigitImage.TryNormalize(picture.Gray, picture.Width, picture.Height, cells))
            throw new InvalidDataException("is blank");
        DigitAnswer answer = DigitReader.Read(cells);
        Console.WriteLine(Line(file, answer));
        if (options.Contains("--show")) Show(cells);
    }
    catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
    {
        string what = problem switch
        {
            FileNotFoundException or DirectoryNotFoundException => "does not exist",
            UnauthorizedAccessException => "may not be read",
            InvalidDataException => problem.Message,
            _ => "cannot be read: " + problem.Message,
        };
        exit = Complain($"{file} {what}.", Unreadable);
    }
}

return exit;

static int Complain(string message, int exit)
{
    Console.Error.WriteLine(message);
    return exit;
}

string Line(string file, DigitAnswer answer)
{
    int[] order = [.. Enumerable.Range(0, answer.Probabilities.Length).OrderByDescending(digit => answer.Probabilities[digit])];
    string Percent(int digit) => answer.Probabilities[digit].ToString("P1", CultureInfo.InvariantCulture);
    return $"{file.PadRight(widest)}  {answer.Digit,5}  {Percent(answer.Digit),11}  {order[1]} ({Percent(order[1])})";
}

static void Show(float[] cells)
{
    const string shades = " .:-=+*#%@";
    foreach (float[] row in cells.Chunk(8))
        Console.WriteLine("  " + string.Concat(row.Select(cell => new string(shades[(int)(Math.Clamp(cell, 0, 1) * 9.99f)], 2))).TrimEnd());
}
